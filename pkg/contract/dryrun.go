package contract

import (
	"encoding/json"
	"time"
)

// A dry run reads a document as a push would be read, and keeps nothing of it: ingest
// asks on dryrun.<provider>, and one of the normalize processes answers on the subject
// that ingest names, dryrun-answer.<id>. Neither is in a stream.
const (
	DryRunQueue   = "normalize"
	DryRunTimeout = 10 * time.Second // how long ingest waits for an answer
	dryRunAnswers = "dryrun-answer."
)

// DryRunSubject is where a provider's document is asked about.
func DryRunSubject(provider string) string { return "dryrun." + provider }

// DryRunAnswer is where the answer comes that an id names.
func DryRunAnswer(id string) string { return dryRunAnswers + id }

// MaxDryRun bounds an answer, in bytes: articles beyond it are left out and counted.
const MaxDryRun = 6 << 20

// DryRun is what would come out of a document, as far as the document alone tells. What
// NEWS holds already is not looked at: an article may still be dropped as a duplicate or
// stale. Enrichers have not seen it.
type DryRun struct {
	Format   string          `json:"format,omitempty" doc:"The wire format that it is read as."`
	Reason   Reason          `json:"reason,omitempty" doc:"Why nothing of it can be read, or that nothing is in it (empty)."`
	Error    string          `json:"error,omitempty" doc:"What is wrong and where."`
	Of       int             `json:"of" doc:"How many articles there are."`
	Articles []DryRunArticle `json:"articles" doc:"In the order of the document."`
	LeftOut  int             `json:"leftOut,omitempty" doc:"How many further articles the answer has no room for."`
}

// DryRunArticle is one article of it.
type DryRunArticle struct {
	Position int             `json:"position" doc:"Its place in the document, from 1 on."`
	Outcome  Outcome         `json:"outcome,omitempty" doc:"dead if it can't be read, held if it is embargoed; missing if it goes on."`
	Reason   Reason          `json:"reason,omitempty" doc:"Why it is dead."`
	Error    string          `json:"error,omitempty" doc:"What is wrong and where."`
	Article  string          `json:"article,omitempty" doc:"The article id: the same through all versions."`
	URI      string          `json:"uri,omitempty" doc:"The provider's id of the article."`
	Version  string          `json:"version,omitempty" doc:"The order of versions; the place of arrival is not known yet."`
	Lane     Lane            `json:"lane,omitempty" doc:"How urgent its handling would be."`
	Signal   Signal          `json:"signal,omitempty" doc:"What the document calls it; missing where it calls it nothing: then NEWS decides between new and update."`
	Corrects string          `json:"corrects,omitempty" doc:"The version that it corrects."`
	Embargo  *time.Time      `json:"embargo,omitempty" doc:"Until when it would be held."`
	Use      string          `json:"machineUse,omitempty" doc:"What machines may do with the text."`
	Media    []string        `json:"media,omitempty" doc:"Pictures and other binaries that came with it."`
	Notes    []string        `json:"notes,omitempty" doc:"What was repaired or left out."`
	Item     json.RawMessage `json:"item,omitempty" schema:"NinjsItem"`
}
