package chart_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/bus"
	"github.com/wireroom/wireroom/pkg/contract"
)

const root = "../../.."

// object is a Kubernetes object as it is rendered.
type object = map[string]any

// at follows a path of keys; nil where there is nothing.
func at(o any, path ...string) any {
	for _, key := range path {
		m, _ := o.(map[string]any)
		o = m[key]
	}
	return o
}

func list(o any, path ...string) []any {
	l, _ := at(o, path...).([]any)
	return l
}

// rendered gives the objects of all rendered examples, by example and name.
func rendered(t *testing.T) map[string]object {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "charts/wireroom/ci/golden/*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	all := map[string]object{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, doc := range strings.Split(string(text), "\n---\n") {
			var o object
			require.NoError(t, yaml.Unmarshal([]byte(doc), &o), file)
			if o != nil {
				all[fmt.Sprintf("%s: %s %s", filepath.Base(file), o["kind"], at(o, "metadata", "name"))] = o
			}
		}
	}
	return all
}

// pods gives the pod of each object that has one.
func pods(t *testing.T) map[string]any {
	t.Helper()
	out := map[string]any{}
	for name, o := range rendered(t) {
		switch o["kind"] {
		case "Pod":
			out[name] = o["spec"]
		case "Deployment", "StatefulSet", "Job":
			out[name] = at(o, "spec", "template", "spec")
		}
	}
	require.NotEmpty(t, out)
	return out
}

func containers(pod any) []any {
	return slices.Concat(list(pod, "initContainers"), list(pod, "containers"))
}

func TestEveryPodIsRestricted(t *testing.T) {
	t.Parallel()
	for name, pod := range pods(t) {
		require.Equal(t, true, at(pod, "securityContext", "runAsNonRoot"), name)
		require.Equal(t, 65532, at(pod, "securityContext", "runAsUser"), name)
		require.Equal(t, "RuntimeDefault", at(pod, "securityContext", "seccompProfile", "type"), name)
		require.Equal(t, false, at(pod, "automountServiceAccountToken"), name)
		require.Equal(t, false, at(pod, "enableServiceLinks"), "%s: variables of Kubernetes would read as settings", name)
		for _, c := range containers(pod) {
			require.Equal(t, false, at(c, "securityContext", "allowPrivilegeEscalation"), name)
			require.Equal(t, true, at(c, "securityContext", "readOnlyRootFilesystem"), name)
			require.Equal(t, []any{"ALL"}, at(c, "securityContext", "capabilities", "drop"), name)
			require.NotNil(t, at(c, "resources", "limits", "memory"), name)
			require.NotNil(t, at(c, "resources", "requests", "cpu"), name)
		}
	}
}

func TestNoPodNeedsAShell(t *testing.T) {
	t.Parallel()
	shell := regexp.MustCompile(`\b(sh|bash)\b -c|"-c"`)
	for name, pod := range pods(t) {
		text, err := yaml.Marshal(pod)
		require.NoError(t, err)
		require.False(t, shell.Match(text), name)
	}
}

func TestNoSecretIsAPlainValue(t *testing.T) {
	t.Parallel()
	secret := regexp.MustCompile(`(?i)(password|secret|token|key|_headers|redis_url)$`)
	for name, pod := range pods(t) {
		for _, c := range containers(pod) {
			for _, env := range list(c, "env") {
				variable, _ := at(env, "name").(string)
				// the file of a key is none
				if variable != "WIREROOM_NATS_TLS_KEY" && secret.MatchString(variable) {
					require.Nil(t, at(env, "value"), "%s: %s", name, variable)
				}
			}
		}
	}
}

// A setting that no service knows would be set for nothing.
func TestEverySettingIsKnown(t *testing.T) {
	t.Parallel()
	known := ""
	for _, page := range []string{"configuration.md", "cli.md"} {
		text, err := os.ReadFile(filepath.Join(root, "docs/reference", page))
		require.NoError(t, err)
		known += string(text)
	}
	for name, pod := range pods(t) {
		seen := map[string]bool{}
		for _, c := range containers(pod) {
			for _, env := range list(c, "env") {
				variable, _ := at(env, "name").(string)
				id := fmt.Sprint(at(c, "name"), variable)
				require.False(t, seen[id], "%s has %s twice", name, variable)
				seen[id] = true
				if strings.HasPrefix(variable, "WIREROOM_") {
					require.Contains(t, known, "`"+strings.TrimSuffix(variable, "_FILE")+"`", name)
				}
			}
		}
	}
}

func TestProbesAreToldApart(t *testing.T) {
	t.Parallel()
	for name, pod := range pods(t) {
		if strings.Contains(name, "Job") || strings.Contains(name, ": Pod ") {
			continue
		}
		c := list(pod, "containers")[0]
		require.NotNil(t, at(c, "startupProbe"), name)
		require.NotNil(t, at(c, "livenessProbe"), name)
		require.NotEqual(t, at(c, "livenessProbe"), at(c, "readinessProbe"), name)
	}
}

func TestRollOutsLoseNoPodAndGiveTimeToDrain(t *testing.T) {
	t.Parallel()
	for name, o := range rendered(t) {
		if o["kind"] != "Deployment" {
			continue
		}
		require.Equal(t, 0, at(o, "spec", "strategy", "rollingUpdate", "maxUnavailable"), name)
		// 5 s of delay, 20 s for work, 20 s for requests
		require.Greater(t, at(o, "spec", "template", "spec", "terminationGracePeriodSeconds"), 45, name)
	}
}

// KEDA takes the sequence of a stream for the lag of a consumer that does not exist.
func TestScalersNameTheConsumersThereAre(t *testing.T) {
	t.Parallel()
	want := map[string]bool{"HELD/publish-release": true}
	for stage, from := range map[contract.Stage][2]string{
		contract.Normalize: {contract.StreamRaw, "raw"}, contract.Enrich: {contract.StreamNormalized, "normalized"}, contract.Publish: {contract.StreamEnriched, "enriched"},
	} {
		for _, s := range bus.Sources(stage, from[0], from[1]) {
			want[s.Stream+"/"+s.Durable()] = true
		}
	}
	got := map[string]bool{}
	for _, o := range rendered(t) {
		if o["kind"] == "ScaledObject" {
			for _, trigger := range list(o, "spec", "triggers") {
				got[fmt.Sprint(at(trigger, "metadata", "stream"), "/", at(trigger, "metadata", "consumer"))] = true
			}
		}
	}
	require.Equal(t, want, got)
}
