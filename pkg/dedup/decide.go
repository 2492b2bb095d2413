package dedup

// State is what is known of a version: its place in the order, and the hash of
// its content.
type State struct {
	Version Version
	Hash    string
}

// Verdict is what the order says of a version against the last one published.
type Verdict string

// The verdicts.
const (
	Publish   Verdict = "publish"   // it becomes the last word
	Ours      Verdict = "ours"      // it is the last word already: this very delivery and position
	Duplicate Verdict = "duplicate" // the same content, later or earlier by arrival alone
	Stale     Verdict = "stale"     // a later version is published
	Killed    Verdict = "killed"    // the article is killed, and nothing but a kill follows
)

// Decision is a verdict with what to publish.
type Decision struct {
	Verdict   Verdict
	Version   Version // as it is to be published, or was compared
	Unchanged bool    // only the number or the date makes it later: the content is the same
	Return    bool    // what was withheld comes back: the tombstone goes
}

// Decide holds next against last, the last version published (nil: none). It is
// the one place that says what follows what.
func Decide(last *State, next State) Decision {
	if last == nil {
		return Decision{Verdict: Publish, Version: next.Version.First()}
	}
	v := next.Version.After(last.Version)
	d := Decision{Version: v}
	sameHash := next.Hash == last.Hash && v.Status == last.Version.Status && v.Epoch == last.Version.Epoch
	order := Compare(v, last.Version)
	switch {
	case v.SameArrival(last.Version):
		d.Verdict = Ours
	case v.Epoch == last.Version.Epoch && last.Version.Status == Canceled && v.Status != Canceled:
		d.Verdict = Killed
	case sameHash && CompareSaid(v, last.Version) == 0:
		d.Verdict = Duplicate
	case order < 0, repeats(next.Version, last.Version):
		d.Verdict = Stale
	default:
		d.Verdict, d.Unchanged = Publish, sameHash
		if last.Version.Status == Withheld && v.Status == Usable && v.Epoch == last.Version.Epoch {
			d.Return = true
			d.Version.Epoch++
		}
		d.Return = d.Return || v.Epoch > last.Version.Epoch
	}
	return d
}

// repeats reports whether next would come after last only because it lacks a field
// and takes last's, though one that lacked a field and arrived no earlier was
// published before last: next itself, it may be.
func repeats(next, last Version) bool {
	return next.Epoch <= last.Epoch && killed(next) == killed(last) && next.lacks(last.Basis) &&
		(next.Seq < last.Lacked || next.Seq == last.Lacked && next.Seq != last.Seq)
}
