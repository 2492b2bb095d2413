package mapped

import (
	"time"

	"go.yaml.in/yaml/v4"
)

// kindOf is what a conversion gives, to check it against the field.
type kindOf string

const (
	kindText    kindOf = "text"
	kindHTML    kindOf = "html"
	kindDate    kindOf = "date"
	kindNumber  kindOf = "number"
	kindUrgency kindOf = "urgency"
	kindSignal  kindOf = "signal"
	kindURI     kindOf = "uri"
	kindPoint   kindOf = "point"
)

// conversion makes values of one value; none is no error.
type conversion struct {
	name  string
	gives kindOf
	apply func(setting, node) ([]node, error)
}

// setting is what a conversion depends on beside the value.
type setting struct{ zone *time.Location }

// rule is a conversion as a mapping may name it.
type rule struct {
	help
	gives kindOf
	read  func(v *yaml.Node, key string) (func(setting, node) ([]node, error), error)
}

// rules are all conversions. The options of one that has none are nil.
func rules() []rule {
	return []rule{
		{help{"date", "a date and time. Options: `layouts`, `zone`, `months`; see below"}, kindDate, readDate},
		{help{"number", "a number. Option `decimal`: the mark before the fraction, `.` if left out; spaces and the other mark are taken out"}, kindNumber, readNumber},
		{help{"urgency", "1 to 9 from a digit that leads (`3`, `3 - high`), from ANPA's letters `f b u r d`, or from `flash`, `bulletin`, `urgent`, `routine`, `deferred`"}, kindUrgency, withoutOptions(toUrgency)},
		{help{"table", "another text. Options: `values` (`{said: meant}`, capitals don't count), `default` for all others, or `keep: true` to leave these as they are. Without either they are left out, with a note"}, kindText, readTable},
		{help{"match", "what a regular expression (RE2) finds: its first group, or all of it. Option: the expression"}, kindText, readMatch},
		{help{"split", "several values. Option: the characters that separate them, or a list of texts; `,` and `;` if left out"}, kindText, readSplit},
		{help{"text", "the text on one line"}, kindText, withoutOptions(toLine)},
		{help{"strip-html", "the text of markup, a paragraph a line"}, kindText, withoutOptions(toPlain)},
		{help{"html", "markup: the elements of the document, or text that holds markup (escaped, or in CDATA)"}, kindHTML, withoutOptions(toHTML)},
		{help{"lines-to-paragraphs", "markup of plain text: a blank line, or one that is indented, begins a paragraph. Option `each`: every line is a paragraph"}, kindHTML, readParagraphs},
		{help{"boolean-to-signal", "a signal where the text is `true`, `1`, `yes`, `y`, `on`, `ja`, `oui`, `si` or `x`. Option: `update`, `correction` or `kill`"}, kindSignal, readBoolean},
		{help{"value-to-signal", "a signal. Options: `{said: signal}`, capitals don't count; others mean none"}, kindSignal, readSignals},
		{help{"language", "a BCP 47 tag, of codes such as `da_DK`, `DAN`, `en-gb`"}, kindText, withoutOptions(toLanguage)},
		{help{"uri", "a URI. Option: what stands before the value, or a text with `{}` where it goes; what no URI may hold is escaped"}, kindURI, readURI},
		{help{"subject", "the URI of a code. Option: `iptc` (subject codes, also without their leading zeros, and Media Topics), or what stands before the code"}, kindURI, readSubject},
		{help{"qcode", "the URI of `alias:code`. Options: `{alias: address}`; `subj`, `medtop` and `genre` are known"}, kindURI, readQCode},
		{help{"point", "GeoJSON of a latitude and a longitude"}, kindPoint, withoutOptions(toPoint)},
	}
}

func withoutOptions(apply func(setting, node) ([]node, error)) func(*yaml.Node, string) (func(setting, node) ([]node, error), error) {
	return func(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
		if v != nil {
			return nil, errorf(v, key, "takes no options")
		}
		return apply, nil
	}
}

func (r *reader) conversions(v *yaml.Node, key string) ([]conversion, error) {
	var out []conversion
	for _, e := range list(v) {
		if e.Kind == yaml.ScalarNode {
			c, err := conversionOf(e, key+"."+e.Value, e.Value, nil)
			if err != nil {
				return nil, err
			}
			out = append(out, c)
			continue
		}
		err := each(e, key, func(name string, options *yaml.Node) error {
			if options.Tag == "!!null" {
				options = nil
			}
			c, err := conversionOf(e, key+"."+name, name, options)
			out = append(out, c)
			return err
		})
		if err != nil {
			return nil, err
		}
		if len(e.Content) != 2 {
			return nil, errorf(e, key, "one conversion at a time: make it a list")
		}
	}
	return out, nil
}

func conversionOf(v *yaml.Node, key, name string, options *yaml.Node) (conversion, error) {
	var known []help
	for _, r := range rules() {
		if r.Name == name {
			apply, err := r.read(options, key)
			if err != nil && options == nil {
				err = errorf(v, key, "%w", err)
			}
			return conversion{name: name, gives: r.gives, apply: apply}, err
		}
		known = append(known, r.help)
	}
	return conversion{}, unknown(v, key, known)
}

// one is the result of a conversion that gives one text.
func one(value string, from node) []node {
	if value == "" {
		return nil
	}
	return []node{made{value: value, from: origin(from)}}
}

// typed is the same with its content type.
func typed(media, value string, from node) []node {
	if value == "" {
		return nil
	}
	return []node{made{value: value, from: origin(from), media: media}}
}

// gives is what a source ends in.
func (s source) gives() kindOf {
	if n := len(s.convert); n > 0 {
		return s.convert[n-1].gives
	}
	return kindText
}
