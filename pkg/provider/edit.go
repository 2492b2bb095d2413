package provider

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/configfile"
)

// ErrNoProvider is that of an id that the file does not have.
var ErrNoProvider = errors.New("there is no such provider")

// Remove takes a provider out of the file at path, in one step as Add does.
func Remove(path, id string) error {
	return edit(path, id, "remove provider", func(list *yaml.Node, i int) error {
		list.Content = slices.Delete(list.Content, i, i+1)
		return nil
	})
}

// AddKey puts a hash that NewKey made before the provider's others. Of these the first
// keep stay; all if keep is negative.
func AddKey(path, id, hash string, keep int) error {
	return edit(path, id, "add a key of provider", func(list *yaml.Node, i int) error {
		return pushFront(list.Content[i], "keys", hash, keep)
	})
}

// AddSecret puts an HMAC secret before the provider's others, as AddKey does.
func AddSecret(path, id, secret string, keep int) error {
	return edit(path, id, "add an HMAC secret of provider", func(list *yaml.Node, i int) error {
		return pushFront(list.Content[i], "hmac", secretRef{Secret: secret}, keep)
	})
}

// Set gives fields of a provider other values. A field is a key of the file, with a dot
// where it lies deeper (limits.rate); an empty value removes it. The file is checked whole
// before it takes the old one's place, so a field that there is not is an error.
func Set(path, id string, fields map[string]string) error {
	return edit(path, id, "set provider", func(list *yaml.Node, i int) error {
		for field, value := range fields {
			if field == "id" || strings.HasPrefix(field, "keys") || strings.HasPrefix(field, "hmac") {
				return fmt.Errorf("field %s: an id never changes, and keys and secrets have commands of their own", field)
			}
			if err := set(list.Content[i], strings.Split(field, "."), value); err != nil {
				return fmt.Errorf("field %s: %w", field, err)
			}
		}
		return nil
	})
}

// edit changes the list of providers, of which the i-th has the id. Comments stay, blank
// lines and quotes may not.
func edit(path, id, doing string, change func(list *yaml.Node, i int) error) error {
	err := editFile(path, id, change)
	if err != nil {
		return fmt.Errorf("%s %q in %s: %w", doing, id, path, err)
	}
	return nil
}

func editFile(path, id string, change func(list *yaml.Node, i int) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	old, err := configfile.Read(path, maxFile)
	if err != nil {
		return err
	}
	if _, err = parse(old, filepath.Dir(path)); err != nil {
		return fmt.Errorf("it is wrong already: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(old, &doc); err != nil {
		return err
	}
	list := providersNode(&doc)
	i := -1
	if list != nil {
		i = slices.IndexFunc(list.Content, func(n *yaml.Node) bool {
			v := child(n, "id")
			return v != nil && v.Value == id
		})
	}
	if i < 0 {
		return ErrNoProvider
	}
	if err := change(list, i); err != nil {
		return err
	}
	return rewrite(path, &doc)
}

func rewrite(path string, doc *yaml.Node) error {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(doc), enc.Close()); err != nil {
		return err
	}
	if _, err := parse(out.Bytes(), filepath.Dir(path)); err != nil {
		return err
	}
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	return configfile.Replace(path, out.Bytes(), mode)
}

// child is the value of a key of a mapping, nil if it has none.
func child(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func pushFront(entry *yaml.Node, key string, value any, keep int) error {
	var item yaml.Node
	if err := item.Encode(value); err != nil {
		return err
	}
	list := child(entry, key)
	if list == nil || list.Kind != yaml.SequenceNode {
		removeKey(entry, key)
		list = &yaml.Node{Kind: yaml.SequenceNode}
		entry.Content = append(entry.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, list)
	}
	list.Style = 0
	rest := list.Content
	if keep >= 0 {
		rest = rest[:min(keep, len(rest))]
	}
	list.Content = append([]*yaml.Node{&item}, rest...)
	return nil
}

func set(n *yaml.Node, path []string, value string) error {
	if len(path) == 1 {
		removeOrPut(n, path[0], value)
		return nil
	}
	next := child(n, path[0])
	switch {
	case next == nil && value == "":
		return nil
	case next == nil || next.Kind == yaml.ScalarNode && next.Value == "":
		removeKey(n, path[0])
		next = &yaml.Node{Kind: yaml.MappingNode}
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: path[0]}, next)
	case next.Kind != yaml.MappingNode:
		return fmt.Errorf("%s is no group of fields; change the file by hand", path[0])
	}
	if err := set(next, path[1:], value); err != nil {
		return err
	}
	if len(next.Content) == 0 {
		removeKey(n, path[0])
	}
	return nil
}

func removeOrPut(n *yaml.Node, key, value string) {
	if value == "" {
		removeKey(n, key)
		return
	}
	if old := child(n, key); old != nil {
		*old = yaml.Node{Kind: yaml.ScalarNode, Value: value, LineComment: old.LineComment, HeadComment: old.HeadComment, FootComment: old.FootComment}
		return
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{Kind: yaml.ScalarNode, Value: value})
}

func removeKey(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = slices.Delete(n.Content, i, i+2)
			return
		}
	}
}
