{{/* Pods of ours as a peer: (list $ component…) */}}
{{- define "wireroom.peer" -}}
{{- $ := index . 0 -}}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: {{ include "wireroom.name" $ }}
      app.kubernetes.io/instance: {{ $.Release.Name }}
    matchExpressions:
      - {key: app.kubernetes.io/component, operator: In, values: {{ rest . | toJson }}}
{{- end -}}

{{- define "wireroom.testPeer" -}}
- podSelector:
    matchLabels:
      {{- include "wireroom.testSelector" . | nindent 6 }}
{{- end -}}

{{/* An ingress rule: whoever is named, or everybody where nobody is: (list peers port…) */}}
{{- define "wireroom.ingressRule" -}}
- ports:
    {{- range rest . }}
    - port: {{ . }}
    {{- end }}
  {{- with index . 0 }}
  from:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* Prometheus reads metrics: (list $ port) */}}
{{- define "wireroom.fromMonitoring" -}}
{{- $ := index . 0 -}}
{{- $port := index . 1 -}}
{{- with $.Values.networkPolicy.monitoring -}}
# from Prometheus
- ports: [{port: {{ $port }}}]
  from:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end -}}

{{- define "wireroom.toNATS" -}}
{{- if .Values.nats.enabled -}}
# to NATS
- ports: [{port: 4222}]
  to:
    {{- include "wireroom.peer" (list . "nats") | nindent 4 }}
{{- else -}}
# to NATS outside
- ports: [{port: {{ .Values.networkPolicy.externalNATS.port }}}]
  {{- with .Values.networkPolicy.externalNATS.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.toRedis" -}}
{{- if .Values.redis.enabled -}}
# to Redis
- ports: [{port: 6379}]
  to:
    {{- include "wireroom.peer" (list . "redis") | nindent 4 }}
{{- else if .Values.redis.external.existingSecret -}}
# to Redis outside
- ports: [{port: {{ .Values.networkPolicy.externalRedis.port }}}]
  {{- with .Values.networkPolicy.externalRedis.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Polled feeds, pages and hubs: the web, and no network of one's own. */}}
{{- define "wireroom.toWeb" -}}
{{- with .Values.networkPolicy.poll }}
{{- if .enabled -}}
# to the feeds, pages and hubs that ingest polls
- ports:
    {{- range .ports }}
    - port: {{ . }}
    {{- end }}
  to:
    {{- include "wireroom.web" $ | nindent 4 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.web" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]
- ipBlock:
    cidr: ::/0
    except: [fc00::/7, fe80::/10]
{{- end -}}

{{/* Receivers of webhooks, and callbacks of WebSub. */}}
{{- define "wireroom.toReceivers" -}}
{{- with .Values.networkPolicy.webhooks }}
{{- if .enabled -}}
# to the receivers of webhooks, and of feeds by WebSub
- ports:
    {{- range .ports }}
    - port: {{ . }}
    {{- end }}
  to:
    {{- include "wireroom.web" $ | nindent 4 }}
{{- end }}
{{- with .to }}
# to receivers within one's own network
- to:
    {{- toYaml . | nindent 4 }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.toTraces" -}}
{{- if .Values.traces.endpoint -}}
# to the collector of traces
- ports: [{port: {{ .Values.networkPolicy.traces.port }}}]
  {{- with .Values.networkPolicy.traces.to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}
