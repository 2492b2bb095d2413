{{/* The pod of a service: (dict "root" $ "name" service "values" its values "user" of NATS "args" list) */}}
{{- define "wireroom.pod" -}}
{{- $ := .root -}}
{{- $v := .values -}}
{{- $p := $.Values.pods -}}
{{- $providers := has .name (list "ingest" "normalize" "wireroom") -}}
{{- $readers := has .name (list "publish" "wireroom") -}}
{{- $redis := has .name (list "normalize" "publish" "wireroom") -}}
metadata:
  labels:
    {{- include "wireroom.selector" (list $ .name) | nindent 4 }}
    {{- with merge (dict) $v.podLabels $p.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with merge (dict) $v.podAnnotations $p.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "wireroom.fullname" $ }}-{{ .name }}
  automountServiceAccountToken: false
  # Kubernetes would set WIREROOM_… variables of its own for our Services
  enableServiceLinks: false
  {{- with include "wireroom.pullSecrets" $ | trim }}{{ . | nindent 2 }}{{ end }}
  {{- with $v.priorityClassName | default $p.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- include "wireroom.podSecurity" $ | nindent 4 }}
  # longer than the drain's delay, the work in flight twice over, and the ends of connections
  terminationGracePeriodSeconds: {{ $v.terminationGracePeriodSeconds | default (add $.Values.drain.delaySeconds (mul 2 $.Values.drain.limitSeconds) 20) }}
  {{- with include "wireroom.placement" (dict "root" $ "component" .name "values" $v) | trim }}{{ . | nindent 2 }}{{ end }}
  containers:
    - name: {{ .name }}
      image: {{ include "wireroom.image" (list $ .name $v.image) }}
      imagePullPolicy: {{ $.Values.image.pullPolicy }}
      {{- with $v.command }}
      command: {{ toJson . }}
      {{- end }}
      {{- with concat (.args | default list) $v.args }}
      args: {{ toJson . }}
      {{- end }}
      env:
        {{- include "wireroom.env" (dict "root" $ "name" .name "values" $v "redis" $redis) | nindent 8 }}
      ports:
        - {name: admin, containerPort: 9464}
        {{- if has .name (list "ingest" "wireroom") }}
        - {name: {{ eq .name "ingest" | ternary "http" "ingest" }}, containerPort: 8081}
        {{- end }}
        {{- if has .name (list "publish" "wireroom") }}
        - {name: {{ eq .name "publish" | ternary "http" "publish" }}, containerPort: 8082}
        {{- end }}
        {{- if and (eq .name "wireroom") $v.exposeNATS }}
        - {name: nats, containerPort: 4222}
        {{- end }}
      # started and alive: the process answers. ready: it has what it needs, and isn't draining
      startupProbe:
        httpGet: {path: /healthz, port: admin}
        periodSeconds: 1
        failureThreshold: 120
        timeoutSeconds: 2
      livenessProbe:
        httpGet: {path: /healthz, port: admin}
        periodSeconds: 10
        failureThreshold: 6
        timeoutSeconds: 5
      readinessProbe:
        httpGet: {path: /readyz, port: admin}
        periodSeconds: 3
        failureThreshold: 2
        timeoutSeconds: 3
      resources:
        {{- toYaml $v.resources | nindent 8 }}
      securityContext:
        {{- include "wireroom.containerSecurity" $ | nindent 8 }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        {{- if eq .name "wireroom" }}
        - {name: data, mountPath: /var/lib/wireroom}
        {{- end }}
        {{- with include "wireroom.natsMounts" $ | trim }}{{ . | nindent 8 }}{{ end }}
        {{- if $redis }}
        {{- with include "wireroom.redisMounts" $ | trim }}{{ . | nindent 8 }}{{ end }}
        {{- end }}
        {{- if $providers }}
        # the folder and no single file, so that a change arrives
        - {name: providers, mountPath: /etc/wireroom/providers, readOnly: true}
        {{- if $.Values.providers.hmacSecret }}
        - {name: hmac, mountPath: /etc/wireroom/hmac, readOnly: true}
        {{- end }}
        {{- end }}
        {{- if $readers }}
        {{- with include "wireroom.readersMounts" $ | trim }}{{ . | nindent 8 }}{{ end }}
        {{- end }}
        {{- with concat $p.extraVolumeMounts $v.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    {{- with include "wireroom.natsVolumes" (list $ .name) | trim }}{{ . | nindent 4 }}{{ end }}
    {{- if $redis }}
    {{- with include "wireroom.redisVolumes" $ | trim }}{{ . | nindent 4 }}{{ end }}
    {{- end }}
    {{- if $providers }}
    - name: providers
      secret: {secretName: {{ include "wireroom.providersSecret" $ }}, defaultMode: 0440}
    {{- with $.Values.providers.hmacSecret }}
    - name: hmac
      secret: {secretName: {{ . }}, defaultMode: 0440}
    {{- end }}
    {{- end }}
    {{- if $readers }}
    {{- with include "wireroom.readersVolumes" $ | trim }}{{ . | nindent 4 }}{{ end }}
    {{- end }}
    {{- with concat $p.extraVolumes $v.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
