{{/* Where the pods of a component go: (dict "root" $ "component" name "values" its values) */}}
{{- define "wireroom.placement" -}}
{{- $ := .root -}}
{{- $v := .values -}}
{{- $p := $.Values.pods -}}
{{- $selector := include "wireroom.selector" (list $ .component) | fromYaml -}}
{{- with merge (dict) $v.nodeSelector $p.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with concat $p.tolerations $v.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
affinity:
  {{- if $v.affinity }}
  {{- toYaml $v.affinity | nindent 2 }}
  {{- else }}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector: {matchLabels: {{ toJson $selector }}}
  {{- end }}
{{- if $v.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- toYaml $v.topologySpreadConstraints | nindent 2 }}
{{- else }}
topologySpreadConstraints:
  {{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: {matchLabels: {{ toJson $selector }}}
  {{- end }}
{{- end }}
{{- end -}}
