package mapped

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// accepts gives what the conversions before a field may give it; text is read as
// what the field asks for.
func accepts(t reflect.Type) []kindOf {
	switch t {
	case reflect.TypeFor[ninjs.Time]():
		return []kindOf{kindText, kindDate}
	case reflect.TypeFor[ninjs.URI]():
		return []kindOf{kindText, kindURI}
	case reflect.TypeFor[ninjs.Urgency]():
		return []kindOf{kindText, kindNumber, kindUrgency}
	case reflect.TypeFor[ninjs.GeoJSON]():
		return []kindOf{kindText, kindPoint}
	case reflect.TypeFor[signal]():
		return []kindOf{kindText, kindSignal}
	case reflect.TypeFor[ninjs.TruncatedTime]():
		return []kindOf{kindText, kindDate, kindNumber}
	case reflect.TypeFor[string]():
		return []kindOf{kindText, kindHTML, kindDate, kindNumber, kindUrgency, kindURI}
	}
	if t.Kind() == reflect.String {
		return []kindOf{kindText}
	}
	return []kindOf{kindText, kindNumber}
}

// check refuses what a field can never hold.
func (c choice) check(v *yaml.Node, key string, t reflect.Type) error {
	for _, s := range c {
		fits := false
		for _, k := range accepts(t) {
			fits = fits || k == s.gives()
		}
		if !fits {
			return errorf(v, key, "the conversion %s gives a %s, the field takes %s", s.convert[len(s.convert)-1].name, s.gives(), typeName(t))
		}
		for _, constant := range []string{s.constant, s.fallback} {
			if constant == "" {
				continue
			}
			if err := s.try(constant, t); err != nil {
				return errorf(v, key, "%w", err)
			}
		}
	}
	return nil
}

// try sets a constant once, to see whether it can be.
func (s source) try(constant string, t reflect.Type) error {
	at := setting{zone: time.UTC}
	nodes := []node{made{value: constant}}
	if s.isConst && constant == s.constant {
		var err error
		if nodes, err = convertAll(s.convert, at, nodes); err != nil {
			return err
		}
	}
	for _, n := range nodes {
		if err := set(reflect.New(t).Elem(), n, at); err != nil {
			return err
		}
	}
	return nil
}

// set fills a field that is no group.
func set(dst reflect.Value, n node, at setting) error {
	text := strings.TrimSpace(n.text())
	switch p := dst.Addr().Interface().(type) {
	case *ninjs.Time:
		return setTime(p, n, at)
	case *ninjs.Urgency:
		return setUrgency(p, n, at)
	case *ninjs.GeoJSON:
		*p = ninjs.GeoJSON(text)
		return ninjs.CheckGeoJSON([]byte(text))
	case *signal:
		s, ok := signalOf(text)
		if !ok {
			return fmt.Errorf("%.40q is no signal: new, update, correction or kill", text)
		}
		*p = signal(s)
		return nil
	case *string:
		*p = text
		return nil
	case *ninjs.URI:
		*p = ninjs.URI(text)
		return nil
	}
	switch dst.Kind() {
	case reflect.Pointer:
		dst.Set(reflect.New(dst.Type().Elem()))
		return setNumber(dst.Elem(), text)
	case reflect.String:
		return setWord(dst, text)
	default:
		return setNumber(dst, text)
	}
}

func setUrgency(p *ninjs.Urgency, n node, at setting) error {
	found, err := toUrgency(at, n)
	for _, f := range found {
		*p = ninjs.Urgency(f.text()[0] - '0')
	}
	return err
}

func setTime(p *ninjs.Time, n node, at setting) error {
	rule := dateRule{layouts: []string{layoutISO, layoutMail}}
	found, err := rule.apply(at, n)
	for _, f := range found {
		t, err := time.Parse(time.RFC3339, f.text())
		if err != nil {
			return err
		}
		*p = ninjs.At(t)
	}
	return err
}

// setWord sets one of the words that ninjs lists.
func setWord(dst reflect.Value, text string) error {
	for _, s := range []string{text, strings.ToLower(text)} {
		dst.SetString(s)
		if v, ok := dst.Interface().(interface{ Valid() bool }); !ok || v.Valid() {
			return nil
		}
	}
	dst.SetString("")
	return fmt.Errorf("%.40q is not one that ninjs 3.1 lists", text)
}

func setNumber(dst reflect.Value, text string) error {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1<<53 {
		return fmt.Errorf("%.40q is no number", text)
	}
	if dst.CanFloat() {
		dst.SetFloat(f)
		return nil
	}
	if f < 0 || dst.OverflowInt(int64(f)) {
		return fmt.Errorf("%.40q is out of range", text)
	}
	dst.SetInt(int64(math.Round(f)))
	return nil
}

// typeName is what a field takes, for people.
func typeName(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[ninjs.Time]():
		return "date"
	case reflect.TypeFor[ninjs.URI]():
		return "uri"
	case reflect.TypeFor[ninjs.Urgency]():
		return "1 to 9"
	case reflect.TypeFor[ninjs.GeoJSON]():
		return "GeoJSON"
	case reflect.TypeFor[signal]():
		return "signal"
	case reflect.TypeFor[string]():
		return "text"
	}
	switch t.Kind() {
	case reflect.String:
		return "word of ninjs"
	default:
		return "number"
	}
}
