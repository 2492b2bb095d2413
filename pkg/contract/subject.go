package contract

import (
	"fmt"
	"strconv"
	"strings"
)

// None is the topic token of an article without a topic; Undetermined is the
// language token of an article whose language is unknown (BCP 47, "und").
const (
	None         = "none"
	Undetermined = "und"
)

// Characters of a token beside small ASCII letters.
const (
	digits     = "0123456789"
	digitsDash = digits + "-"
)

// token reports whether s has between least and most bytes, all of them small ASCII
// letters or others.
func token(s string, least, most int, others string) bool {
	if len(s) < least || len(s) > most {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return true
}

// ValidProvider reports whether s may be a provider's id and a subject token:
// [a-z0-9-]{1,40}.
func ValidProvider(s string) bool { return token(s, 1, 40, digitsDash) }

// ValidArticle reports whether s may be an article id: [a-z0-9]{16}.
func ValidArticle(s string) bool { return token(s, 16, 16, digits) }

// LanguageToken gives the primary subtag of a BCP 47 tag, und if there is none
// or it may not be a token.
func LanguageToken(tag string) string {
	primary, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	if !token(primary, 2, 3, "") {
		return Undetermined
	}
	return primary
}

// TopicToken gives slug, or none where it may not be a token.
func TopicToken(slug string) string {
	if !token(slug, 1, 60, digitsDash) {
		return None
	}
	return slug
}

// RawSubject is where ingest writes. The provider must be valid, here and below.
func RawSubject(lane Lane, provider string) string { return lanes("raw", lane, provider) }

// NormalizedSubject is where normalize writes.
func NormalizedSubject(lane Lane, provider string) string { return lanes("normalized", lane, provider) }

// EnrichedSubject is where enrich writes.
func EnrichedSubject(lane Lane, provider string) string { return lanes("enriched", lane, provider) }

func lanes(stream string, lane Lane, provider string) string {
	return stream + "." + string(lane) + "." + provider
}

// HeldSubject holds an embargoed article, ReleaseSubject is where the broker
// releases it to.
func HeldSubject(article string) string { return "held." + article }

// ReleaseSubject is the target of a held article's schedule.
func ReleaseSubject(article string) string { return "release." + article }

// ReceiptSubject is where the receipts of one delivery are.
func ReceiptSubject(provider, delivery string) string { return "receipt." + provider + "." + delivery }

// DeadSubject is where a stage puts what it gives up.
func DeadSubject(stage Stage, provider string) string {
	if !ValidProvider(provider) {
		provider = "unknown"
	}
	return "dead." + string(stage) + "." + provider
}

// SkippedSubject is where a stream is written only to make its sequences go on, past those
// that a damaged one had given out: no consumer of the wire reads it, and what is there is
// purged. Only RAW and VIEWS have one.
func SkippedSubject(stream string) (subject string, ok bool) {
	switch stream {
	case StreamRaw:
		return "raw.skipped.skipped", true
	case StreamViews:
		return "views.skipped", true
	default:
		return "", false
	}
}

// ViewsSubject is where views of a shard go.
func ViewsSubject(shard int) string { return fmt.Sprintf("views.%d", shard) }

// NewsSubject is the subject of a message on NEWS, taken apart.
type NewsSubject struct {
	Article  string
	Signal   Signal
	Urgency  int // the most urgent the article ever had, 1 to 9
	Language string
	Topic    string
	Provider string
}

// String builds news.<article>.<signal>.<urgency>.<language>.<topic>.<provider>.
func (n NewsSubject) String() string {
	return "news." + n.Article + "." + string(n.Signal) + "." + strconv.Itoa(n.Urgency) + "." + n.Language + "." + n.Topic + "." + n.Provider
}

// written is where NEWS is written, to be stored under news: what the stream refuses
// would reach an ordinary subscriber of news.> all the same, a version that came too
// late and an attempt that lost. The stream itself tells subscribers what it took.
const written = "lastword."

// Written is where the message that NEWS is to have on a subject is published.
func Written(subject string) string {
	if rest, ok := strings.CutPrefix(subject, "news."); ok {
		return written + rest
	}
	return subject
}

// NewsOfArticle matches everything of one article on NEWS.
func NewsOfArticle(article string) string { return "news." + article + ".>" }

// KillsOfArticle matches the tombstones of one article on NEWS.
func KillsOfArticle(article string) string { return "news." + article + "." + string(Kill) + ".>" }

// ParseNewsSubject takes a subject of NEWS apart.
func ParseNewsSubject(s string) (NewsSubject, error) {
	t := strings.Split(s, ".")
	if len(t) != 7 || t[0] != "news" || len(t[3]) != 1 || t[3][0] < '1' || t[3][0] > '9' {
		return NewsSubject{}, fmt.Errorf("subject %q is not one of NEWS", s)
	}
	return NewsSubject{Article: t[1], Signal: Signal(t[2]), Urgency: int(t[3][0] - '0'), Language: t[4], Topic: t[5], Provider: t[6]}, nil
}

// LaneOfSubject gives the lane of a work subject (raw, normalized, enriched);
// wire where it names none.
func LaneOfSubject(s string) Lane {
	t := strings.Split(s, ".")
	if len(t) < 2 || !Lane(t[1]).Valid() {
		return Wire
	}
	return Lane(t[1])
}

// StreamOfSubject gives the stream that takes what is published on a subject; the
// subject's first token where no stream of ours does.
func StreamOfSubject(s string) string {
	first, _, _ := strings.Cut(s, ".")
	switch first {
	case "raw":
		return StreamRaw
	case "normalized":
		return StreamNormalized
	case "enriched":
		return StreamEnriched
	case "lastword", "news":
		return StreamNews
	case "held", "release":
		return StreamHeld
	case "receipt":
		return StreamReceipts
	case "dead":
		return StreamDead
	case "views":
		return StreamViews
	default:
		return first
	}
}
