package consumer

import (
	"errors"
	"fmt"
	"slices"

	"github.com/wireroom/wireroom/pkg/contract"
)

// maxFilters bounds the subjects that one consumer's rights make: a consumer of JetStream
// with 300 filters reads at two thirds of the speed of one with a single filter.
const maxFilters = 300

// errMachine says why a machine does not read by NATS.
var errMachine = errors.New("a consumer with machine: true can't have nkeys: what a provider allows machines is in a header of each message, and NATS knows rights by subjects alone. It reads over HTTP (GET /v1/stream), where each message is checked")

// Filters are the subjects of NEWS that the rights take in, takedowns of all articles
// included; none lies within another. It is an error if subjects can't tell the rights.
func (r Rights) Filters() ([]string, error) {
	if r.Machine {
		return nil, errMachine
	}
	kills := "news.*." + string(contract.Kill) + ".>"
	signals := without(r.Signals, contract.Kill)
	if len(r.Signals) > 0 && len(signals) == 0 {
		return []string{kills}, nil
	}
	tokens := [][]string{texts(signals), texts(r.Urgencies), texts(r.Languages), texts(r.Topics), texts(r.Providers)}
	n, restricted := 1, false
	for i, list := range tokens {
		restricted = restricted || len(list) > 0
		if len(list) == 0 {
			tokens[i] = []string{"*"}
		}
		n *= len(tokens[i])
	}
	if !restricted {
		return []string{"news.>"}, nil
	}
	if n >= maxFilters {
		return nil, fmt.Errorf("the rights make %d subjects (signals × urgencies × languages × topics × providers): NATS takes at most %d, so name less, or make several consumers", n+1, maxFilters)
	}
	out := []string{"news.*"}
	for _, list := range tokens {
		out = product(out, list)
	}
	return append(out, kills), nil
}

func product(heads, tokens []string) []string {
	var out []string
	for _, head := range heads {
		for _, token := range tokens {
			out = append(out, head+"."+token)
		}
	}
	return out
}

func without(list []contract.Signal, s contract.Signal) []contract.Signal {
	return slices.DeleteFunc(slices.Clone(list), func(v contract.Signal) bool { return v == s })
}

// texts gives values as tokens, each once, in order.
func texts[T ~string | ~int](list []T) []string {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	var out []string
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return out
}
