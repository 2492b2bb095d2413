{{/* How a user of NATS connects, as environment: (list $ user) */}}
{{- define "wireroom.natsEnv" -}}
{{- $ := index . 0 -}}
{{- $user := index . 1 -}}
{{- $n := $.Values.nats -}}
{{- if ne $.Values.mode "services" }}
{{- if ne $user "wireroom" }}
- name: WIREROOM_NATS_URL
  value: nats://{{ include "wireroom.fullname" $ }}-nats:{{ $n.service.port }}
{{- end }}
{{- else if $n.enabled }}
- name: WIREROOM_NATS_URL
  value: {{ ternary "tls" "nats" (ne $n.tlsSecret "") }}://{{ include "wireroom.fullname" $ }}-nats:{{ $n.service.port }}
- name: WIREROOM_NATS_USER
  value: {{ $user }}
- name: WIREROOM_NATS_PASSWORD_FILE
  value: /etc/wireroom/nats/password
{{- if $n.tlsSecret }}
- name: WIREROOM_NATS_TLS_CA
  value: /etc/wireroom/nats-tls/ca.crt
{{- end }}
{{- else }}
{{- $x := $n.external }}
- name: WIREROOM_NATS_URL
  value: {{ required "nats.external.url is needed where nats.enabled is false" $x.url | quote }}
{{- if eq $x.auth.method "creds" }}
- name: WIREROOM_NATS_CREDS
  value: /etc/wireroom/nats/user.creds
{{- else if eq $x.auth.method "token" }}
- name: WIREROOM_NATS_TOKEN_FILE
  value: /etc/wireroom/nats/token
{{- else if eq $x.auth.method "password" }}
- name: WIREROOM_NATS_USER
  value: {{ $x.auth.user | default $user }}
- name: WIREROOM_NATS_PASSWORD_FILE
  value: /etc/wireroom/nats/password
{{- end }}
{{- with $x.tls }}
{{- if .existingSecret }}
{{- range $name, $file := dict "CA" .ca "CERT" .cert "KEY" .key }}
{{- if $file }}
- name: WIREROOM_NATS_TLS_{{ $name }}
  value: /etc/wireroom/nats-tls/{{ $file }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The volumes for it: (list $ user) */}}
{{- define "wireroom.natsVolumes" -}}
{{- $ := index . 0 -}}
{{- $user := index . 1 -}}
{{- $n := $.Values.nats -}}
{{- $x := $n.external -}}
{{- if eq $.Values.mode "services" }}
{{- if $n.enabled }}
- name: nats-auth
  secret:
    secretName: {{ include "wireroom.natsSecret" $ }}
    defaultMode: 0440
    items: [{key: {{ $user }}, path: password}]
{{- else if ne $x.auth.method "none" }}
{{- $file := get (dict "creds" "user.creds" "token" "token" "password" "password") $x.auth.method }}
{{- $key := get (dict "creds" (printf "%s.creds" $user) "token" "token" "password" $user) $x.auth.method }}
- name: nats-auth
  secret:
    secretName: {{ required "nats.external.auth.existingSecret is needed with this method" $x.auth.existingSecret }}
    defaultMode: 0440
    items: [{key: {{ $x.auth.key | default $key }}, path: {{ $file }}}]
{{- end }}
{{- with ternary $n.tlsSecret $x.tls.existingSecret $n.enabled }}
- name: nats-tls
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    {{- if $n.enabled }}
    items: [{key: ca.crt, path: ca.crt}]
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.natsMounts" -}}
{{- $n := .Values.nats -}}
{{- if eq .Values.mode "services" }}
{{- if or $n.enabled (ne $n.external.auth.method "none") }}
- {name: nats-auth, mountPath: /etc/wireroom/nats, readOnly: true}
{{- end }}
{{- if ternary $n.tlsSecret $n.external.tls.existingSecret $n.enabled }}
- {name: nats-tls, mountPath: /etc/wireroom/nats-tls, readOnly: true}
{{- end }}
{{- end }}
{{- end -}}

{{/* Whether there is a Redis at all: the one-process mode does without. */}}
{{- define "wireroom.hasRedis" -}}
{{- if or .Values.redis.enabled .Values.redis.external.existingSecret }}true{{ else if eq .Values.mode "services" -}}
{{- fail "redis.external.existingSecret is needed where redis.enabled is false" -}}
{{- end -}}
{{- end -}}

{{- define "wireroom.redisEnv" -}}
{{- if include "wireroom.hasRedis" . }}
- name: WIREROOM_REDIS_URL_FILE
  value: /etc/wireroom/redis/url
{{- if and (not .Values.redis.enabled) .Values.redis.external.caSecret }}
- name: SSL_CERT_DIR
  value: /etc/wireroom/redis-ca
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.redisVolumes" -}}
{{- if include "wireroom.hasRedis" . }}
- name: redis-auth
  secret:
    secretName: {{ ternary (include "wireroom.redisSecret" .) .Values.redis.external.existingSecret .Values.redis.enabled }}
    defaultMode: 0440
    items: [{key: {{ ternary "url" .Values.redis.external.key .Values.redis.enabled }}, path: url}]
{{- if and (not .Values.redis.enabled) .Values.redis.external.caSecret }}
- name: redis-ca
  secret: {secretName: {{ .Values.redis.external.caSecret }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- end -}}

{{- define "wireroom.redisMounts" -}}
{{- if include "wireroom.hasRedis" . }}
- {name: redis-auth, mountPath: /etc/wireroom/redis, readOnly: true}
{{- if and (not .Values.redis.enabled) .Values.redis.external.caSecret }}
- {name: redis-ca, mountPath: /etc/wireroom/redis-ca, readOnly: true}
{{- end }}
{{- end }}
{{- end -}}
