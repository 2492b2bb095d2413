package provider

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
)

// Field names a field of ninjs that a convention looks at.
type Field string

// The fields of conventions.
const (
	FieldEdNote   Field = "ednote"
	FieldHeadline Field = "headline" // title and headlines
	FieldSlugline Field = "slugline"
	FieldKeyword  Field = "keyword" // names and literals of subjects
	FieldGenre    Field = "genre"   // names and uris
)

// Fields lists them.
func Fields() []Field {
	return []Field{FieldEdNote, FieldHeadline, FieldSlugline, FieldKeyword, FieldGenre}
}

// Convention is a word of the provider's editors that means a signal.
type Convention struct {
	Field   Field
	Signal  contract.Signal // update, correction or kill
	pattern *regexp.Regexp
}

// Said is what a convention reads out of a text beside its signal.
type Said struct {
	Corrects string // the version that is corrected, from the group (?P<corrects>…)
	Target   string // id or uri of the article that is killed, from the group (?P<target>…)
}

// Match reports whether the text follows the convention.
func (c *Convention) Match(text string) (Said, bool) {
	m := c.pattern.FindStringSubmatch(text)
	if text == "" || m == nil {
		return Said{}, false
	}
	group := func(name string) string {
		if i := c.pattern.SubexpIndex(name); i >= 0 {
			return m[i]
		}
		return ""
	}
	return Said{Corrects: group("corrects"), Target: group("target")}, true
}

type entryConvention struct {
	Field   string `yaml:"field"`
	Pattern string `yaml:"pattern"`
	Signal  string `yaml:"signal"`
}

func (e entryConvention) check() (Convention, error) {
	c := Convention{Field: Field(e.Field), Signal: contract.Signal(e.Signal)}
	if !slices.Contains(Fields(), c.Field) {
		return c, fmt.Errorf("field %q: it should be one of %v", e.Field, Fields())
	}
	if c.Signal != contract.Update && c.Signal != contract.Correction && c.Signal != contract.Kill {
		return c, fmt.Errorf("signal %q: it should be update, correction or kill", e.Signal)
	}
	var err error
	if c.pattern, err = regexp.Compile(e.Pattern); err != nil {
		return c, fmt.Errorf("pattern: %w", err)
	}
	if c.pattern.MatchString("") {
		return c, fmt.Errorf("pattern %q matches everything", e.Pattern)
	}
	return c, nil
}

func conventions(in []entryConvention) ([]Convention, error) {
	var out []Convention
	for i, e := range in {
		c, err := e.check()
		if err != nil {
			return nil, fmt.Errorf("convention %d: %w", i+1, err)
		}
		out = append(out, c)
	}
	return out, nil
}
