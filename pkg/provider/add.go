package provider

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/configfile"
	"github.com/wireroom/wireroom/pkg/contract"
)

// Entry is a provider to be added to the file.
type Entry struct {
	ID       string
	Name     string
	Keys     []string // hashes, as NewKey makes them
	Language string   // BCP 47
	TimeZone string   // IANA
	Format   string
	Lane     string

	Conventions []ConventionText
}

// ConventionText is a convention as the file has it.
type ConventionText struct {
	Field   Field
	Pattern string // a regular expression of Go's package regexp
	Signal  contract.Signal
}

func (e Entry) written() entry {
	var conventions []entryConvention
	for _, c := range e.Conventions {
		conventions = append(conventions, entryConvention{Field: string(c.Field), Pattern: c.Pattern, Signal: string(c.Signal)})
	}
	return entry{ID: e.ID, Conventions: conventions, Name: e.Name, Keys: e.Keys,
		Defaults: entryDefaults{Language: e.Language, TimeZone: e.TimeZone, Format: e.Format, Lane: e.Lane}}
}

// Add appends a provider to the file at path, which is made if missing. Comments
// stay, blank lines and quotes may not. The new file is checked whole before it
// takes the old one's place in one step; whoever watches it sees the old or the
// new one. An id that exists is an error.
func Add(path string, e Entry) error {
	mode, dir := fs.FileMode(0o600), filepath.Dir(path)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	old, err := configfile.Read(path, maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("add provider %q: %w", e.ID, err)
	default:
		if info, err := os.Stat(path); err == nil {
			mode = info.Mode().Perm()
		}
	}
	data, err := appended(old, e.written())
	if err == nil {
		_, err = parse(data, dir)
	}
	if err == nil {
		err = configfile.Replace(path, data, mode)
	}
	if err != nil {
		return fmt.Errorf("add provider %q to %s: %w", e.ID, path, err)
	}
	return nil
}

func appended(old []byte, e entry) ([]byte, error) {
	var doc, item yaml.Node
	if err := yaml.Unmarshal(old, &doc); err != nil {
		return nil, err
	}
	if err := item.Encode(e); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	list := providersNode(&doc)
	switch {
	case len(doc.Content) == 0: // nothing but comments, which the library loses
		out.Write(old)
		if len(old) > 0 && old[len(old)-1] != '\n' {
			out.WriteByte('\n')
		}
		err := errors.Join(enc.Encode(map[string][]*yaml.Node{"providers": {&item}}), enc.Close())
		return out.Bytes(), err
	case list == nil:
		return nil, errors.New("the file has no list named providers")
	case list.Kind != yaml.SequenceNode: // the key without a value
		list.Kind, list.Tag, list.Value = yaml.SequenceNode, "", ""
	}
	list.Style = 0
	list.Content = append(list.Content, &item)
	err := errors.Join(enc.Encode(&doc), enc.Close())
	return out.Bytes(), err
}
