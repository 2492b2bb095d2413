package machineuse

// Purpose is one use that machines make of a text.
type Purpose string

// The purposes.
const (
	Train Purpose = "train" // train or fine-tune a model
	Input Purpose = "input" // give it to a model: retrieval, grounding, summaries
	Index Purpose = "index" // list it in a search index
)

// Purposes lists them.
func Purposes() []Purpose { return []Purpose{Train, Input, Index} }

// Forbids reports whether the provider forbids that use. What nobody spoke of is not
// forbidden; a purpose that does not exist is.
func (u Use) Forbids(p Purpose) bool {
	switch p {
	case Train:
		return u.Training == NotAllowed
	case Input:
		return u.Input == NotAllowed
	case Index:
		return u.Indexing == NotAllowed
	default:
		return true
	}
}
