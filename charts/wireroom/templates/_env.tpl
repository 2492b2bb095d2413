{{/* Environment that every service has. */}}
{{- define "wireroom.commonEnv" -}}
- name: WIREROOM_ADMIN_ADDR
  value: ":9464"
- name: WIREROOM_DRAIN_DELAY
  value: {{ .Values.drain.delaySeconds }}s
- name: WIREROOM_DRAIN_LIMIT
  value: {{ .Values.drain.limitSeconds }}s
- name: WIREROOM_BUS_DRAIN_TIMEOUT
  value: {{ .Values.drain.limitSeconds }}s
- name: WIREROOM_LOG_LEVEL
  value: {{ .Values.log.level }}
- name: WIREROOM_LOG_FORMAT
  value: {{ .Values.log.format }}
{{- end -}}

{{- define "wireroom.streamsEnv" -}}
{{- with .Values.streams -}}
- name: WIREROOM_STREAMS_REPLICAS
  value: {{ include "wireroom.streamReplicas" $ | quote }}
- name: WIREROOM_STREAMS_NEWS_AGE
  value: {{ .newsAge }}
- name: WIREROOM_STREAMS_RECEIPT_AGE
  value: {{ .receiptAge }}
- name: WIREROOM_STREAMS_DEAD_AGE
  value: {{ .deadAge }}
{{- if eq $.Values.mode "services" }}
- name: WIREROOM_STREAMS_BATCH_WRITES
  value: {{ .batchWrites | quote }}
{{- end }}
{{- if .maxBytes }}
{{- $limits := list }}
{{- range $stream, $size := .maxBytes }}
{{- $limits = append $limits (printf "%s:%s" $stream (include "wireroom.bytes" $size)) }}
{{- end }}
- name: WIREROOM_STREAMS_MAX_BYTES
  value: {{ join "," $limits }}
{{- end }}
{{- end }}
{{- end -}}

{{/* OpenTelemetry's own variables: (list $ service) */}}
{{- define "wireroom.tracesEnv" -}}
{{- $ := index . 0 -}}
{{- with $.Values.traces }}
{{- if .endpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .endpoint | quote }}
- name: OTEL_TRACES_SAMPLER
  value: {{ .sampler }}
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ .samplerArg | quote }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace=wireroom,k8s.namespace.name={{ $.Release.Namespace }},k8s.pod.name=$(POD_NAME)
{{- if .headersSecret }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom: {secretKeyRef: {name: {{ .headersSecret }}, key: headers}}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* What one service alone has: (list $ service) */}}
{{- define "wireroom.ownEnv" -}}
{{- $ := index . 0 -}}
{{- $s := index . 1 -}}
{{- if has $s (list "ingest" "normalize" "wireroom") }}
- name: WIREROOM_PROVIDERS
  value: /etc/wireroom/providers/{{ $.Values.providers.key }}
{{- end }}
{{- if and $.Values.ingest.publicURL (has $s (list "ingest" "wireroom")) }}
- name: WIREROOM_INGEST_PUBLIC_URL
  value: {{ $.Values.ingest.publicURL | quote }}
{{- end }}
{{- if has $s (list "ingest" "wireroom") }}
- name: WIREROOM_INGEST_CONNECTIONS
  value: {{ $.Values.ingest.connections | int64 | toString | quote }}
{{- end }}
{{- if has $s (list "ingest" "publish" "wireroom") }}
{{- with $.Values.webhooks }}
- name: WIREROOM_WEBHOOKS_ALLOW_PRIVATE
  value: {{ .allowPrivate | quote }}
- name: WIREROOM_WEBHOOKS_TIMEOUT
  value: {{ .timeout }}
- name: WIREROOM_WEBHOOKS_FIRST_RETRY
  value: {{ .firstRetry }}
- name: WIREROOM_WEBHOOKS_MAX_RETRY
  value: {{ .maxRetry }}
- name: WIREROOM_WEBHOOKS_GIVE_UP
  value: {{ .giveUp }}
- name: WIREROOM_WEBHOOKS_PER_OWNER
  value: {{ .perOwner | int64 | toString | quote }}
- name: WIREROOM_WEBHOOKS_TOTAL
  value: {{ .total | int64 | toString | quote }}
{{- end }}
{{- end }}
{{- if has $s (list "publish" "wireroom") }}
{{- include "wireroom.readersEnv" $ }}
- name: WIREROOM_PUBLISH_CONNECTIONS
  value: {{ $.Values.publish.connections | int64 | toString | quote }}
{{- with $.Values.publish.views }}
- name: WIREROOM_VIEWS_LIMIT_RATE
  value: {{ .rate | toJson | quote }}
- name: WIREROOM_VIEWS_LIMIT_BURST
  value: {{ .burst | int64 | toString | quote }}
- name: WIREROOM_VIEWS_LIMIT_TOTAL_RATE
  value: {{ .totalRate | toJson | quote }}
- name: WIREROOM_VIEWS_LIMIT_TOTAL_BURST
  value: {{ .totalBurst | int64 | toString | quote }}
{{- with .proxies }}
- name: WIREROOM_VIEWS_LIMIT_PROXIES
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- if has $s (list "normalize" "wireroom") }}
- name: WIREROOM_NORMALIZE_RAW_AGE
  value: {{ $.Values.streams.rawAge }}
- name: WIREROOM_NORMALIZE_MEDIA_URL
  value: {{ $.Values.publish.publicURL | default (printf "http://%s-publish.%s:%v" (include "wireroom.fullname" $) $.Release.Namespace $.Values.publish.service.port) | quote }}
{{- end }}
{{- end -}}

{{/* All environment of a service: (dict "root" $ "name" service "values" its values "redis" whether). What an operator sets comes instead of ours, not beside it. */}}
{{- define "wireroom.env" -}}
{{- $ := .root -}}
{{- $settings := merge (dict) .values.settings $.Values.pods.settings -}}
{{- $extra := concat $.Values.pods.extraEnv .values.extraEnv -}}
{{- $taken := keys $settings -}}
{{- range $extra }}{{ $taken = append $taken .name }}{{ end -}}
{{- $ours := printf "%s\n%s\n%s\n%s\n%s\n%s\n%s" (include "wireroom.commonEnv" $) (include "wireroom.natsEnv" (list $ .name)) (.redis | ternary (include "wireroom.redisEnv" $) "")
  (include "wireroom.streamsEnv" $) (include "wireroom.ownEnv" (list $ .name)) (include "wireroom.tracesEnv" (list $ .name)) (include "wireroom.memLimit" .values.resources) | fromYamlArray -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
{{- range $ours }}
{{- if not (has .name $taken) }}
{{ list . | toYaml }}
{{- end }}
{{- end }}
{{- range $name, $value := $settings }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with $extra }}
{{ toYaml . }}
{{- end }}
{{- end -}}
