package mapped

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// signalWords are what a signal may be called. New is what an article is without
// one.
func signalOf(s string) (string, bool) {
	switch s = strings.ToLower(strings.TrimSpace(s)); s {
	case "new", "update", "correction", "kill":
		return s, true
	default:
		return "", false
	}
}

func signalIn(v *yaml.Node, key string) (string, error) {
	said, err := text(v, key)
	if err != nil {
		return "", err
	}
	s, ok := signalOf(said)
	if !ok {
		return "", errorf(v, key, "%q: it should be new, update, correction or kill", said)
	}
	return s, nil
}

func readBoolean(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	if v == nil {
		return nil, errors.New("needs a signal: update, correction or kill")
	}
	signal, err := signalIn(v, key)
	return func(_ setting, from node) ([]node, error) {
		switch truth(from.text()) {
		case "true":
			return one(signal, from), nil
		case "false":
			return nil, nil
		default:
			return nil, fmt.Errorf("%.40q is neither true nor false", from.text())
		}
	}, err
}

// truth is true, false, or empty if a text is neither. Nothing is false.
func truth(s string) string {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1", "yes", "y", "on", "ja", "j", "oui", "si", "sí", "x":
		return "true"
	case "", "false", "0", "no", "n", "off", "nej", "nei", "nein", "non", "null":
		return "false"
	default:
		return ""
	}
}

func readSignals(v *yaml.Node, key string) (func(setting, node) ([]node, error), error) {
	if v == nil {
		return nil, errors.New("needs a signal for each value")
	}
	signals := map[string]string{}
	err := each(v, key, func(said string, v *yaml.Node) (err error) {
		signals[said], err = signalIn(v, key+"."+said)
		return err
	})
	signals = lowered(signals)
	return func(_ setting, from node) ([]node, error) {
		return one(signals[strings.ToLower(strings.TrimSpace(from.text()))], from), nil
	}, err
}
