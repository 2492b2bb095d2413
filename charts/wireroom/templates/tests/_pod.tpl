{{/* What the pods of `helm test` have in common: (list $ name) */}}
{{- define "wireroom.testMeta" -}}
{{- $ := index . 0 -}}
metadata:
  name: {{ include "wireroom.fullname" $ }}-test-{{ index . 1 }}
  labels:
    {{- include "wireroom.testSelector" $ | nindent 4 }}
  annotations:
    helm.sh/hook: test
    # it stays until the next test, for its logs
    helm.sh/hook-delete-policy: before-hook-creation
{{- end -}}

{{- define "wireroom.testSpec" -}}
restartPolicy: Never
automountServiceAccountToken: false
enableServiceLinks: false
{{- with include "wireroom.pullSecrets" . | trim }}{{ . | nindent 0 }}{{ end }}
securityContext:
  {{- include "wireroom.podSecurity" . | nindent 2 }}
{{- with .Values.pods.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pods.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* A container that runs the command line: (dict "root" $ "name" name "args" list "user" of NATS) */}}
{{- define "wireroom.testContainer" -}}
{{- $ := .root -}}
name: {{ .name }}
image: {{ include "wireroom.image" (list $ "wireroom" "") }}
imagePullPolicy: {{ $.Values.image.pullPolicy }}
args: {{ toJson .args }}
resources:
  {{- toYaml $.Values.tests.resources | nindent 2 }}
securityContext:
  {{- include "wireroom.containerSecurity" $ | nindent 2 }}
{{- end -}}
