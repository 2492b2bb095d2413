package consumer

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/nats-io/nkeys"
	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/configfile"
	"github.com/wireroom/wireroom/pkg/contract"
)

// The bounds of the file.
const (
	maxFile = 8 << 20 // bytes
	maxKeys = 20      // of one consumer
)

type file struct {
	Consumers []Entry `yaml:"consumers"`
}

// Entry is a consumer as the file has it.
type Entry struct {
	ID    string   `yaml:"id"`
	Name  string   `yaml:"name,omitempty"`
	Keys  []string `yaml:"keys,omitempty"`
	NKeys []string `yaml:"nkeys,omitempty"` // public, of users
	Reads Reads    `yaml:"reads,omitempty"`
}

// Reads are the rights as the file has them.
type Reads struct {
	Signals   []string `yaml:"signals,omitempty,flow"`
	Urgencies []int    `yaml:"urgencies,omitempty,flow"`
	Languages []string `yaml:"languages,omitempty,flow"`
	Topics    []string `yaml:"topics,omitempty,flow"`
	Providers []string `yaml:"providers,omitempty,flow"`
	Machine   bool     `yaml:"machine,omitempty"`
}

// Load reads and checks the file at path. What it does not know is an error: a misspelt
// right must not be no restriction.
func Load(path string) ([]Consumer, error) {
	data, err := configfile.Read(path, maxFile)
	if err != nil {
		return nil, fmt.Errorf("read the consumers file: %w", err)
	}
	list, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("read the consumers file %s: %w", path, err)
	}
	return list, nil
}

func entries(data []byte) ([]Entry, error) {
	var f file
	if err := configfile.Decode(data, "consumers", &f); err != nil {
		return nil, err
	}
	return f.Consumers, nil
}

func parse(data []byte) ([]Consumer, error) {
	list, err := entries(data)
	if err != nil {
		return nil, err
	}
	out := make([]Consumer, 0, len(list))
	owner := map[string]string{} // of an id or a key
	for i, e := range list {
		c, err := e.consumer()
		if err != nil {
			return nil, fmt.Errorf("consumer %d (%q): %w", i+1, e.ID, err)
		}
		for _, name := range slices.Concat([]string{"id " + c.ID}, c.Keys, c.NKeys) {
			if other, taken := owner[name]; taken {
				return nil, fmt.Errorf("consumer %d (%q): its id or a key of it is there already, with %q", i+1, e.ID, other)
			}
			owner[name] = c.ID
		}
		out = append(out, c)
	}
	return out, nil
}

var hashSyntax = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func (e Entry) consumer() (Consumer, error) {
	c := Consumer{ID: e.ID, Name: e.Name, Keys: e.Keys, NKeys: e.NKeys}
	if !contract.ValidProvider(e.ID) {
		return c, errors.New("the id should be 1 to 40 of a-z, 0-9 and -")
	}
	if len(e.Keys) > maxKeys || len(e.NKeys) > maxKeys {
		return c, fmt.Errorf("more than %d keys", maxKeys)
	}
	for i, key := range e.Keys {
		if !hashSyntax.MatchString(key) {
			return c, fmt.Errorf("key %d is no hash of a key (sha256: and 64 hexadecimal digits): wireroom consumers add makes both", i+1)
		}
	}
	for i, key := range e.NKeys {
		if !nkeys.IsValidPublicUserKey(key) {
			return c, fmt.Errorf("nkey %d is no public key of a user (56 characters, the first a U): wireroom consumers add makes one, and the seed that belongs to it", i+1)
		}
	}
	var err error
	if c.Rights, err = e.Reads.rights(); err == nil && len(c.NKeys) > 0 {
		c.Filters, err = c.Rights.Filters()
	}
	return c, err
}

func (r Reads) rights() (Rights, error) {
	out := Rights{Machine: r.Machine}
	for _, f := range []struct {
		name   string
		values []string
	}{{"signal", r.Signals}, {"language", r.Languages}, {"topic", r.Topics}, {"provider", r.Providers}} {
		for _, v := range f.values {
			if err := out.Add(f.name, v); err != nil {
				return out, err
			}
		}
	}
	for _, u := range r.Urgencies {
		if err := out.Add("urgency", strconv.Itoa(u)); err != nil {
			return out, err
		}
	}
	return out, nil
}

// Names are the restrictions that Add knows.
func Names() []string { return []string{"signal", "urgency", "language", "topic", "provider"} }

// Add adds one value to a restriction, by its name in a subject.
func (r *Rights) Add(name, v string) error {
	switch name {
	case "signal":
		s := contract.Signal(v)
		switch s {
		case contract.New, contract.Update, contract.Correction, contract.Kill:
		default:
			return fmt.Errorf("signal %.40q is none of new, update, correction, kill", v)
		}
		r.Signals = append(r.Signals, s)
	case "urgency":
		u, err := strconv.Atoi(v)
		if err != nil || u < 1 || u > 9 {
			return fmt.Errorf("urgency %.40q is not from 1 to 9", v)
		}
		r.Urgencies = append(r.Urgencies, u)
	case "language":
		if v != contract.Undetermined && contract.LanguageToken(v) == contract.Undetermined {
			return fmt.Errorf("language %.40q is no language tag", v)
		}
		r.Languages = append(r.Languages, contract.LanguageToken(v))
	case "topic":
		if v != contract.None && contract.TopicToken(v) == contract.None {
			return fmt.Errorf("topic %.40q is no topic's slug", v)
		}
		r.Topics = append(r.Topics, v)
	case "provider":
		if !contract.ValidProvider(v) {
			return fmt.Errorf("provider %.40q is no provider's id", v)
		}
		r.Providers = append(r.Providers, v)
	default:
		return fmt.Errorf("%.40q is no filter: there are %s", name, strings.Join(Names(), ", "))
	}
	return nil
}

// Add appends a consumer to the file at path, which is made if missing; the new file is
// checked whole before it takes the old one's place in one step. Comments do not stay.
func Add(path string, e Entry) error {
	return rewrite(path, func(list []Entry) ([]Entry, error) { return append(list, e), nil })
}

// Remove takes a consumer out of the file at path.
func Remove(path, id string) error {
	return rewrite(path, func(list []Entry) ([]Entry, error) {
		for i, e := range list {
			if e.ID == id {
				return append(list[:i], list[i+1:]...), nil
			}
		}
		return nil, fmt.Errorf("there is no consumer %q", id)
	})
}

func rewrite(path string, change func([]Entry) ([]Entry, error)) error {
	old, err := configfile.Read(path, maxFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", path, err)
	}
	list, err := entries(old)
	if err == nil {
		list, err = change(list)
	}
	var data []byte
	if err == nil {
		data, err = yaml.Marshal(file{list})
	}
	if err == nil {
		_, err = parse(data)
	}
	if err == nil {
		err = replace(path, data)
	}
	if err != nil {
		return fmt.Errorf("change %s: %w", path, err)
	}
	return nil
}
