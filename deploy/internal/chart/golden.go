package chart

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Annotations of objects whose content is no matter of the chart's templates.
const (
	Generated = "wireroom/generated" // a Secret whose values Helm makes anew each time
	Copied    = "wireroom/copied"    // what holds a file as it is
)

// What changes with generated values and copied files.
var (
	keyHash  = regexp.MustCompile(`sha256:[0-9a-f]{64}`)
	checksum = regexp.MustCompile(`(checksum/[a-z]+: )[0-9a-f]{64}`)
)

// Comparable makes two renderings of the same values the same: the values of
// generated Secrets and copied files are struck out, those of other Secrets decoded,
// so that a difference can be read.
func Comparable(rendered string) (string, error) {
	docs := strings.Split(strings.TrimPrefix(rendered, "---\n"), "\n---\n")
	for i, doc := range docs {
		plain, err := comparable(doc)
		if err != nil {
			return "", err
		}
		docs[i] = checksum.ReplaceAllString(plain, "${1}(of what is rendered)")
	}
	return "---\n" + strings.Join(docs, "\n---\n"), nil
}

func comparable(doc string) (string, error) {
	var o map[string]any
	if err := yaml.Unmarshal([]byte(doc), &o); err != nil {
		return "", fmt.Errorf("read what was rendered: %w", err)
	}
	meta, _ := o["metadata"].(map[string]any)
	notes, _ := meta["annotations"].(map[string]any)
	data, _ := o["data"].(map[string]any)
	switch {
	case notes[Generated] == "true":
		strike(data, "(generated)")
	case notes[Copied] == "true" && data != nil:
		strike(data, "(the file)")
	case notes[Copied] == "true":
		o["spec"] = "(the file)"
	case o["kind"] == "Secret":
		if err := decode(data); err != nil {
			return "", err
		}
	default:
		return doc, nil
	}
	out, err := yaml.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("write what was rendered: %w", err)
	}
	source, _, _ := strings.Cut(doc, "\n")
	return source + "\n" + strings.TrimSuffix(string(out), "\n"), nil
}

func strike(data map[string]any, word string) {
	for key := range data {
		data[key] = word
	}
}

func decode(data map[string]any) error {
	for key, value := range data {
		text, err := base64.StdEncoding.DecodeString(fmt.Sprint(value))
		if err != nil {
			return fmt.Errorf("decode %s of a Secret: %w", key, err)
		}
		// a key's hash is generated with the key
		data[key] = keyHash.ReplaceAllString(string(text), "sha256:(generated)")
	}
	return nil
}
