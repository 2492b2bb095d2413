#!/usr/bin/env bash
# Tries the chart on a real Kubernetes: the one that KUBECONFIG names, with images that it can pull or has
# (WIREROOM_TEST_SET="image.registry=…;nats.image.repository=…"), else a single-node one that k8slab starts and that is
# taken down whatever happens.
#   make cluster-test                                    RATE=200 KILLS=2 CALM=15s
set -euo pipefail
cd "$(dirname "$0")/.."
TAG=0.2.0 NEXT=0.2.1
kit=
CORPUS=${WIREROOM_CORPUS:-../shared/corpus}

lab() {
  kit=${K8SLAB:-../shared/k8slab}
  [[ -x $kit/up.sh ]] || { echo "no KUBECONFIG, and no k8slab at $kit" >&2; exit 1; }
  export LAB=${LAB:-$HOME/.cache/k8slab}
  for p in etcd containerd iptables conntrack socat redis-server; do
    command -v $p >/dev/null && continue
    apt-get update -qq
    apt-get install -y -qq etcd-server containerd containernetworking-plugins iptables conntrack socat libseccomp-dev pkg-config redis-server >/dev/null
    break
  done
  "$kit/build.sh" >/dev/null
  images "$TAG" bin/images lab.local/wireroom
  images "$NEXT" bin/images-next lab.local/wireroom
  trap '"$kit/down.sh"' EXIT
  eval "$("$kit/up.sh" | tee /dev/stderr | grep ^export)"
  "$kit/images.sh" >/dev/null
  for image in bin/images/*.tar bin/images-next/*.tar; do "$kit/load.sh" "$image" >/dev/null; done
  SET="image.registry=lab.local;image.pullPolicy=Never;nats.image.repository=lab.local/nats;nats.image.tag=2.15;redis.image.repository=lab.local/redis;redis.image.tag=7"
  SET="$SET;tests.provider.enabled=true;ingest.service.type=NodePort;publish.service.type=NodePort;nats.service.type=NodePort"
  for s in ingest normalize enrich publish nats redis; do SET="$SET;$s.resources.requests.cpu=20m"; done # one small node holds all
}

images() { # version folder prefix
  make --no-print-directory images VERSION="$1" IMAGES="$2" IMAGE_PREFIX="$3"
}

SET=${WIREROOM_TEST_SET:-}
[[ -n ${KUBECONFIG:-} ]] || lab
go run -C deploy ./cmd/clustertest -chart ../charts/wireroom -tag $TAG -next $NEXT -set "$SET" -corpus "$(realpath "$CORPUS")" \
  -rate "${RATE:-200}" -kills "${KILLS:-2}" -calm "${CALM:-15s}" ${KEEP:+-keep}
