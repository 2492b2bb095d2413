package machineuse

import (
	"net/url"
	"slices"
	"strings"

	"github.com/dunglas/httpsfv"
	"golang.org/x/net/idna"
)

// Address gives the address of a policy in ASCII, without a user, if it is one of http or
// https, else nothing.
func Address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return ""
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host, u.User = host, nil
	return u.String()
}

// NotUnderstood is the note on a statement that no vocabulary has, cut to 80 characters: it is
// never dropped in silence.
func NotUnderstood(what, value string) string {
	const most = 80
	if r := []rune(value); len(r) > most {
		value = string(r[:most]) + "…"
	}
	return "machine use not understood: " + what + " \"" + value + "\""
}

// TDM reads a reservation of the TDM Reservation Protocol (W3C TDMRep, "tdm-reservation"):
// 1 reserves the right to mine text and data, which is training and input; 0 does not.
// Being found by search engines is not what it reserves. policy is "tdm-policy", may be
// empty.
func TDM(reservation, policy string) (use Use, notes []string) {
	switch value := strings.TrimSpace(reservation); value {
	case "1":
		use.Training, use.Input = NotAllowed, NotAllowed
	case "0":
		use.Training, use.Input = Allowed, Allowed
	case "":
		return Use{}, nil
	default:
		return Use{}, []string{NotUnderstood("tdm-reservation", value)}
	}
	use.Policy = Address(policy)
	if use.Policy == "" && strings.TrimSpace(policy) != "" {
		notes = append(notes, NotUnderstood("tdm-policy", policy))
	}
	return use, notes
}

// Robots reads the directives of a robots meta tag or of one X-Robots-Tag header: noai,
// noimageai, noindex, none, index and all. Other directives concern no use of a text.
// noimageai concerns pictures and is noted.
func Robots(directives string) (use Use, notes []string) {
	for _, d := range words(strings.ToLower(directives)) {
		switch d {
		case "noai":
			use = use.And(Use{Training: NotAllowed, Input: NotAllowed})
		case "noimageai":
			notes = append(notes, "machine use: pictures may not be used by AI (robots noimageai)")
		case "noindex", "none":
			use = use.And(Use{Indexing: NotAllowed})
		case "index", "all":
			use = use.And(Use{Indexing: Allowed})
		}
	}
	return use, notes
}

// ContentUsage reads the value of a Content-Usage header or rule (IETF
// draft-ietf-aipref-attach, a dictionary of RFC 9651 such as "train-ai=n, search=y"), or of
// a Content-Signal rule, which says yes and no.
func ContentUsage(value string) (use Use, notes []string) {
	dict, err := httpsfv.UnmarshalDictionary([]string{strings.TrimSpace(value)})
	if err != nil {
		return Use{}, []string{NotUnderstood("Content-Usage", value)}
	}
	for _, key := range dict.Names() {
		item, _ := itemOf(dict, key)
		answer := preference(item)
		if answer == NotSaid || !use.set(key, answer) {
			notes = append(notes, NotUnderstood("Content-Usage", key))
		}
	}
	return use, notes
}

func preference(value any) Answer {
	token, _ := value.(httpsfv.Token)
	switch {
	case slices.Contains([]string{"y", "yes"}, strings.ToLower(string(token))):
		return Allowed
	case slices.Contains([]string{"n", "no"}, strings.ToLower(string(token))):
		return NotAllowed
	default:
		return NotSaid
	}
}
