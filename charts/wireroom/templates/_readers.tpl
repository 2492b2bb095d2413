{{/* Files of publish: who reads, who operates, and how the page reaches the streams. */}}

{{- define "wireroom.consumersSecret" -}}
{{- with .Values.consumers -}}
{{- if .existingSecret }}{{ .existingSecret }}{{ else if .entries }}{{ include "wireroom.fullname" $ }}-consumers{{ end }}
{{- end -}}
{{- end -}}

{{- define "wireroom.operatorsSecret" -}}
{{- with .Values.operators -}}
{{- if .existingSecret }}{{ .existingSecret }}{{ else if .entries }}{{ include "wireroom.fullname" $ }}-operators{{ end }}
{{- end -}}
{{- end -}}

{{/* The Secret with the credentials of the page's NATS user; empty where publish's own are used. The chart's own NATS has one for it, which is taken where there are operators. */}}
{{- define "wireroom.worksSecret" -}}
{{- $w := .Values.publish.works -}}
{{- if ne .Values.mode "services" -}}
{{- else if $w.existingSecret -}}
{{- if not (or $w.user $w.credsKey) }}{{ fail "publish.works.user or publish.works.credsKey is needed with publish.works.existingSecret" }}{{ end -}}
{{ $w.existingSecret }}
{{- else if $w.user -}}
{{- if not .Values.nats.enabled }}{{ fail "publish.works.existingSecret is needed with a NATS of your own" }}{{ end -}}
{{ include "wireroom.natsSecret" . }}
{{- else if and .Values.nats.enabled (include "wireroom.operatorsSecret" .) -}}
{{ include "wireroom.natsSecret" . }}
{{- end -}}
{{- end -}}

{{- define "wireroom.readersEnv" -}}
{{- if include "wireroom.consumersSecret" . }}
- name: WIREROOM_CONSUMERS
  value: /etc/wireroom/consumers/{{ .Values.consumers.key }}
{{- end }}
{{- if include "wireroom.operatorsSecret" . }}
- name: WIREROOM_OPERATORS
  value: /etc/wireroom/operators/{{ .Values.operators.key }}
{{- end }}
{{- if include "wireroom.worksSecret" . }}
{{- with .Values.publish.works }}
{{- if .credsKey }}
- name: WIREROOM_WORKS_CREDS
  value: /etc/wireroom/works/user.creds
{{- else }}
- name: WIREROOM_WORKS_USER
  value: {{ .user | default "works" }}
- name: WIREROOM_WORKS_PASSWORD_FILE
  value: /etc/wireroom/works/password
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.publish }}
{{- with .publicURL }}
- name: WIREROOM_PUBLISH_PUBLIC_URL
  value: {{ . | quote }}
{{- end }}
- name: WIREROOM_PUBLISH_ANONYMOUS
  value: {{ .anonymous | quote }}
{{- with .cors }}
- name: WIREROOM_PUBLISH_CORS
  value: {{ join "," . | quote }}
{{- end }}
{{- with .limits }}
- name: WIREROOM_LIMIT_CONSUMER_RATE
  value: {{ .consumerRate | toJson | quote }}
- name: WIREROOM_LIMIT_CONSUMER_BURST
  value: {{ .consumerBurst | int64 | toString | quote }}
- name: WIREROOM_LIMIT_ANONYMOUS_RATE
  value: {{ .anonymousRate | toJson | quote }}
- name: WIREROOM_LIMIT_ANONYMOUS_BURST
  value: {{ .anonymousBurst | int64 | toString | quote }}
{{- end }}
{{- with .hub }}
- name: WIREROOM_HUB_TOTAL
  value: {{ .total | int64 | toString | quote }}
- name: WIREROOM_HUB_PER_HOST
  value: {{ .perHost | int64 | toString | quote }}
- name: WIREROOM_HUB_LEASE
  value: {{ .lease }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.readersMounts" -}}
{{- range $name := list "consumers" "operators" "works" }}
{{- if include (printf "wireroom.%sSecret" $name) $ }}
- {name: {{ $name }}, mountPath: /etc/wireroom/{{ $name }}, readOnly: true}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.readersVolumes" -}}
{{- range $name := list "consumers" "operators" }}
{{- with include (printf "wireroom.%sSecret" $name) $ }}
- name: {{ $name }}
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- with include "wireroom.worksSecret" . }}
{{- $w := $.Values.publish.works }}
- name: works
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items: [{key: {{ $w.credsKey | default $w.passwordKey | default $w.user | default "works" }}, path: {{ ternary "user.creds" "password" (ne $w.credsKey "") }}}]
{{- end }}
{{- end -}}

{{/* Consumers who read by NATS are users there: what makes them is no template. */}}
{{- define "wireroom.usersNeeded" -}}
{{- range .Values.consumers.entries }}
{{- if .nkeys }}
{{- fail (printf "consumer %s has nkeys, and the chart's NATS does not know it: put the consumers into consumers.yaml, run `wireroom consumers nats-config --file consumers.yaml > users.conf`, and add --set-file nats.users=users.conf (or a Secret with that file, nats.usersSecret)" .id) }}
{{- end }}
{{- end }}
{{- end -}}
