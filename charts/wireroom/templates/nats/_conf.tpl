{{- define "wireroom.natsConf" -}}
{{- $n := .Values.nats -}}
server_name: $SERVER_NAME
port: 4222
http_port: 8222
max_payload: 8MB

jetstream {
  store_dir: /data
  # an acknowledged message survives a power cut
  sync_interval: always
  # a tenth of the volume stays free
  max_file_store: {{ div (mul (include "wireroom.bytes" $n.storage.size | int64) 9) 10 }}
  max_memory_store: {{ include "wireroom.bytes" $n.memoryStore }}
}

lame_duck_grace_period: 3s
lame_duck_duration: {{ $n.lameDuckSeconds }}s

{{- if gt (int $n.replicas) 1 }}

cluster {
  name: {{ include "wireroom.fullname" . | quote }}
  port: 6222
  # clients come through the Service: the addresses of pods mean nothing outside
  no_advertise: true
  authorization {
    user: routes
    password: $NATS_PASSWORD_ROUTES
  }
  routes: $NATS_ROUTES
}
{{- end }}
{{- if $n.tlsSecret }}

tls {
  cert_file: /etc/nats-tls/tls.crt
  key_file: /etc/nats-tls/tls.key
}
{{- end }}

include ./users.conf
{{- with $n.extraConfig }}

{{ . | trim }}
{{- end }}
{{- end -}}
