package normalize

import (
	"strings"

	"github.com/wireroom/wireroom/pkg/machineuse"
	"github.com/wireroom/wireroom/pkg/ninjs"
	"github.com/wireroom/wireroom/services/normalize/internal/format"
)

// allowed settles what machines may do with an article: what the document says of it, else
// what its rights fields say in PLUS codes, else what its transport said. The policy goes
// to where ninjs has a place for an address of rights.
func allowed(a *format.Article, d Delivery) {
	use := a.MachineUse
	if !use.Said() {
		use = codesOf(&a.Item)
	}
	use = use.Or(d.MachineUse)
	if policy, err := ninjs.ParseURI(use.Policy); err == nil && use.Policy != "" && a.Item.RightsInfo == nil {
		a.Item.RightsInfo = &ninjs.RightsInfo{LinkedRights: policy}
	}
	a.MachineUse = use
	if use.Said() {
		a.Note("machine use: " + use.String())
	}
}

// codesOf finds a PLUS code where formats without a field of their own put one.
func codesOf(it *ninjs.Item) machineuse.Use {
	places := strings.Fields(it.UsageTerms)
	if it.RightsInfo != nil {
		places = append(places, string(it.RightsInfo.LinkedRights))
	}
	for _, value := range places {
		if use, ok := machineuse.PLUS(strings.Trim(value, ".,;()<>\"'")); ok {
			return use
		}
	}
	return machineuse.Use{}
}

// hashed is what the content hash is over: the item, and what machines may do with it
// where somebody said so, since a change of that is an update that consumers must see.
func hashed(data []byte, use machineuse.Use) []byte {
	if !use.Said() {
		return data
	}
	return append(append(data[:len(data):len(data)], 0), use.String()...)
}
