package machineuse

import "strings"

// usageOf gives which uses a word of one of the vocabularies means: RSL 1.0 (all, ai-all,
// ai-train, ai-input, ai-index, search), the drafts before it (train-ai, train-genai,
// ai-use, ai-summarize), the IETF's vocabulary (train-ai, search, ai-use) with its earlier
// names (bots, tdm, ai, genai), and Content-Signal (ai-train, ai-input, search).
//
// An index that is made for a model's answers (ai-index) is counted as input: whoever
// forbids it does not mean the list of links.
func usageOf(word string) (of func(*Use) []*Answer, ok bool) {
	switch word {
	case "all", "bots", "tdm":
		return func(u *Use) []*Answer { return []*Answer{&u.Training, &u.Input, &u.Indexing} }, true
	case "ai", "ai-all":
		return func(u *Use) []*Answer { return []*Answer{&u.Training, &u.Input} }, true
	case "train-ai", "ai-train", "train-genai", "genai-train", "genai":
		return func(u *Use) []*Answer { return []*Answer{&u.Training} }, true
	case "ai-input", "ai-index", "ai-use", "ai-summarize", "ai-output", "input-ai":
		return func(u *Use) []*Answer { return []*Answer{&u.Input} }, true
	case "search":
		return func(u *Use) []*Answer { return []*Answer{&u.Indexing} }, true
	default:
		return nil, false
	}
}

// set answers for each use that a word means; a prohibition that is there stays.
func (u *Use) set(word string, answer Answer) bool {
	of, ok := usageOf(strings.ToLower(word))
	if !ok {
		return false
	}
	for _, a := range of(u) {
		*a = max(*a, answer)
	}
	return true
}

// words splits a list of words by blanks and commas, as RSL's writers do.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
}
