{{/* A stateful set's volume: (list $ component storage) */}}
{{- define "wireroom.claim" -}}
{{- $s := index . 2 -}}
- metadata:
    name: data
    labels:
      {{- include "wireroom.selector" (list (index . 0) (index . 1)) | nindent 6 }}
  spec:
    accessModes: {{ toJson $s.accessModes }}
    {{- with $s.className }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests: {storage: {{ $s.size }}}
{{- end -}}
