package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/services/ingest/internal/problem"
	"github.com/wireroom/wireroom/services/ingest/internal/status"
)

type schema struct {
	Properties map[string]any
	Required   []string
}

type document struct {
	Paths map[string]map[string]struct {
		Responses map[string]struct{ Description string }
	}
	Components struct{ Schemas map[string]schema }
}

func described(t *testing.T) document {
	t.Helper()
	var doc document
	require.NoError(t, json.Unmarshal(description, &doc))
	return doc
}

// TestTheDescriptionHasTheFieldsOfTheAnswers fails when a field is added to an answer,
// or taken from it, and the description is not.
func TestTheDescriptionHasTheFieldsOfTheAnswers(t *testing.T) {
	t.Parallel()
	schemas := described(t).Components.Schemas
	for name, answer := range map[string]reflect.Type{
		"Accepted": reflect.TypeFor[Accepted](),
		"Delivery": reflect.TypeFor[status.Delivery](),
		"Receipt":  reflect.TypeFor[contract.Receipt](),
	} {
		var fields, required []string
		for i := range answer.NumField() {
			field, options, _ := strings.Cut(answer.Field(i).Tag.Get("json"), ",")
			fields = append(fields, field)
			if !strings.Contains(options, "omit") {
				required = append(required, field)
			}
		}
		require.ElementsMatch(t, fields, keys(schemas[name].Properties), name)
		require.ElementsMatch(t, required, schemas[name].Required, name)
	}
}

func keys(m map[string]any) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

// TestTheDescriptionHasThePaths fails when an address is not the one that is served.
func TestTheDescriptionHasThePaths(t *testing.T) {
	t.Parallel()
	paths := described(t).Paths
	require.Len(t, paths, 2)
	require.Contains(t, paths[pushPath], "post")
	require.Contains(t, paths[statusPath], "get")
}

// TestTheDescriptionNamesProblemsAsTheyAre: each type under its own status, and no
// type that does not exist.
func TestTheDescriptionNamesProblemsAsTheyAre(t *testing.T) {
	t.Parallel()
	var known []string
	for _, k := range problem.Kinds() {
		known = append(known, k.Title+" ("+k.Kind.Type()+").")
	}
	for path, operations := range described(t).Paths {
		for _, operation := range operations {
			for code, answer := range operation.Responses {
				for _, line := range strings.SplitAfter(answer.Description, ").") {
					if line = strings.TrimSpace(line); strings.Contains(line, "urn:") {
						at := slices.Index(known, line)
						require.GreaterOrEqual(t, at, 0, "%s %s: %q", path, code, line)
						require.Equal(t, code, strconv.Itoa(problem.Kinds()[at].Status))
					}
				}
			}
		}
	}
}
