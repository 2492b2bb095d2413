{{- define "wireroom.streamsPod" -}}
metadata:
  labels:
    {{- include "wireroom.selector" (list . "streams") | nindent 4 }}
spec:
  restartPolicy: Never
  serviceAccountName: {{ include "wireroom.fullname" . }}-streams
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with include "wireroom.pullSecrets" . | trim }}{{ . | nindent 2 }}{{ end }}
  {{- with .Values.pods.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- include "wireroom.podSecurity" . | nindent 4 }}
  {{- with .Values.pods.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.pods.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: streams
      image: {{ include "wireroom.image" (list . "wireroom" "") }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args: [streams, apply, --wait, {{ .Values.streams.job.wait | quote }}]
      env:
        {{- with include "wireroom.natsEnv" (list . "operator") | trim }}{{ . | nindent 8 }}{{ end }}
        {{- with include "wireroom.streamsEnv" . | trim }}{{ . | nindent 8 }}{{ end }}
        {{- with include "wireroom.memLimit" .Values.streams.job.resources | trim }}{{ . | nindent 8 }}{{ end }}
        {{- with .Values.pods.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      resources:
        {{- toYaml .Values.streams.job.resources | nindent 8 }}
      securityContext:
        {{- include "wireroom.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        {{- with include "wireroom.natsMounts" . | trim }}{{ . | nindent 8 }}{{ end }}
        {{- with .Values.pods.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    {{- with include "wireroom.natsVolumes" (list . "operator") | trim }}{{ . | nindent 4 }}{{ end }}
    {{- with .Values.pods.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
