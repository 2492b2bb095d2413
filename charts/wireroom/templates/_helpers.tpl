{{- define "wireroom.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "wireroom.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "wireroom.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "wireroom.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels of an object: (list $ component) */}}
{{- define "wireroom.labels" -}}
{{- $ := index . 0 -}}
helm.sh/chart: {{ printf "%s-%s" $.Chart.Name $.Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ $.Values.image.tag | default $.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $.Release.Service }}
app.kubernetes.io/part-of: wireroom
{{ include "wireroom.selector" . }}
{{- with $.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What a component's pods are found by: (list $ component) */}}
{{- define "wireroom.selector" -}}
{{- $ := index . 0 -}}
app.kubernetes.io/name: {{ include "wireroom.name" $ }}
app.kubernetes.io/instance: {{ $.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Reference of an image of ours: (list $ name override) */}}
{{- define "wireroom.image" -}}
{{- $ := index . 0 -}}
{{- $i := $.Values.image -}}
{{- if index . 2 -}}
{{- index . 2 -}}
{{- else -}}
{{- with $i.registry }}{{ . }}/{{ end }}{{ with $i.repository }}{{ . }}/{{ end }}{{ index . 1 }}:{{ $i.tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "wireroom.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* What the restricted Pod Security Standard asks of a pod. */}}
{{- define "wireroom.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "wireroom.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Bytes of a quantity such as 512Mi or 10G. */}}
{{- define "wireroom.bytes" -}}
{{- $q := toString . -}}
{{- $unit := regexFind "[A-Za-z]*$" $q -}}
{{- $n := trimSuffix $unit $q | float64 -}}
{{- $factors := dict "" 1 "k" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 -}}
{{- if not (hasKey $factors $unit) }}{{ fail (printf "%s: a quantity is a number and Ki, Mi, Gi, Ti, k, M, G or T" $q) }}{{ end -}}
{{- mulf $n (get $factors $unit) | floor | int64 -}}
{{- end -}}

{{/* The memory limit for our own binaries, whose soft limit is nine tenths of it; without one they ask the control group. GOMAXPROCS follows the processor limit by itself. */}}
{{- define "wireroom.memLimit" -}}
{{- with (.limits | default dict).memory }}
- name: WIREROOM_MEMORY_LIMIT
  value: {{ include "wireroom.bytes" . | quote }}
{{- end }}
{{- end -}}

{{/* GOMEMLIMIT for the included NATS, nine tenths of the memory limit; nothing without one. */}}
{{- define "wireroom.goMemLimit" -}}
{{- with (.limits | default dict).memory }}
- name: GOMEMLIMIT
  value: {{ div (mul (include "wireroom.bytes" . | int64) 9) 10 | toString | quote }}
{{- end }}
{{- end -}}

{{/* A generated password. It begins with a letter, since NATS would take one of digits for a number. */}}
{{- define "wireroom.password" -}}
{{- printf "p%s" (randAlphaNum 31) -}}
{{- end -}}

{{/* Replicas of every stream: as many as the included NATS allows unless said. */}}
{{- define "wireroom.streamReplicas" -}}
{{- if .Values.streams.replicas -}}
{{- .Values.streams.replicas -}}
{{- else if and (eq .Values.mode "services") .Values.nats.enabled -}}
{{- if ge (int .Values.nats.replicas) 3 }}3{{ else }}1{{ end -}}
{{- else -}}
1
{{- end -}}
{{- end -}}

{{- define "wireroom.natsSecret" -}}
{{- .Values.nats.existingSecret | default (printf "%s-nats-auth" (include "wireroom.fullname" .)) -}}
{{- end -}}

{{- define "wireroom.redisSecret" -}}
{{- .Values.redis.existingSecret | default (printf "%s-redis-auth" (include "wireroom.fullname" .)) -}}
{{- end -}}

{{- define "wireroom.providersSecret" -}}
{{- .Values.providers.existingSecret | default (printf "%s-providers" (include "wireroom.fullname" .)) -}}
{{- end -}}

{{/* Services that the mode has. */}}
{{- define "wireroom.stages" -}}
{{- if eq .Values.mode "services" -}}
ingest normalize enrich publish
{{- end -}}
{{- end -}}

{{/* The component behind the APIs of ingest and publish: (list $ stage) */}}
{{- define "wireroom.behind" -}}
{{- $ := index . 0 -}}
{{- if eq $.Values.mode "services" }}{{ index . 1 }}{{ else }}wireroom{{ end -}}
{{- end -}}

{{/* Where NATS tells of itself. The names of its servers are found below it, as KEDA wants them. */}}
{{- define "wireroom.natsMonitoring" -}}
{{- $full := include "wireroom.fullname" . -}}
{{- if .Values.autoscaling.keda.monitoringEndpoint -}}
{{- .Values.autoscaling.keda.monitoringEndpoint -}}
{{- else if .Values.nats.enabled -}}
{{ $full }}-nats-headless.{{ .Release.Namespace }}.svc.{{ .Values.nats.clusterDomain }}:8222
{{- else -}}
{{- fail "autoscaling.keda.monitoringEndpoint is needed with an external NATS" -}}
{{- end -}}
{{- end -}}

{{- define "wireroom.natsConsumerURL" -}}
nats://{{ include "wireroom.fullname" . }}-nats.{{ .Release.Namespace }}:{{ .Values.nats.service.port }}
{{- end -}}

{{/* Pods of `helm test` stay after an uninstall, so that they are no part of the release. */}}
{{- define "wireroom.testSelector" -}}
app.kubernetes.io/name: {{ include "wireroom.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}-test
app.kubernetes.io/component: test
{{- end -}}
