package embargo

import (
	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Unreadable holds an item back whose embargo ends at a time that can't be read: that
// it is embargoed is certain, until when is not. What is withheld or canceled already
// stays as it is. why goes to note, after the name of the field.
func Unreadable(it *ninjs.Item, field string, why error, note func(string)) {
	if it.PubStatus == ninjs.Canceled {
		note(field + " left out: " + why.Error())
		return
	}
	it.PubStatus = ninjs.Withheld
	note(field + ": withheld, since the end of the embargo can't be read: " + why.Error())
}
