package chart

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// Generated is the annotation of Secrets whose values Helm makes anew each time.
const Generated = "wireroom/generated"

type secret struct {
	APIVersion string            `yaml:"apiVersion"`
	Kind       string            `yaml:"kind"`
	Metadata   map[string]any    `yaml:"metadata"`
	Type       string            `yaml:"type"`
	Data       map[string]string `yaml:"data"`
}

// a key's hash is generated with the key
var hash = regexp.MustCompile(`sha256:[0-9a-f]{64}`)

// Comparable makes two renderings of the same values the same: the values of
// generated Secrets are struck out, those of others decoded, so that a difference can
// be read.
func Comparable(rendered string) (string, error) {
	docs := strings.Split(strings.TrimPrefix(rendered, "---\n"), "\n---\n")
	for i, doc := range docs {
		var s secret
		if err := yaml.Unmarshal([]byte(doc), &s); err != nil || s.Kind != "Secret" {
			continue // what else there is has no generated values, and Helm has parsed it
		}
		plain, err := s.comparable()
		if err != nil {
			return "", err
		}
		source, _, _ := strings.Cut(doc, "\n")
		docs[i] = source + "\n" + strings.TrimSuffix(plain, "\n")
	}
	return "---\n" + strings.Join(docs, "\n---\n"), nil
}

func (s secret) comparable() (string, error) {
	notes, _ := s.Metadata["annotations"].(map[string]any)
	for key, value := range s.Data {
		if notes[Generated] == "true" {
			s.Data[key] = "(generated)"
			continue
		}
		text, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", fmt.Errorf("decode a Secret's %s: %w", key, err)
		}
		s.Data[key] = hash.ReplaceAllString(string(text), "sha256:(generated)")
	}
	out, err := yaml.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("write a Secret: %w", err)
	}
	return string(out), nil
}
