package tidy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// Hash is the content hash: 32 hexadecimal digits (128 bits of SHA-256) over all
// that the provider said, its status, embargo, urgency, notes and rights
// included. Left out is what only tells versions apart: version, firstCreated,
// versionCreated, contentCreated, and the altIds, which often hold the version;
// and the standard, which is ours. The item must be one that Article gave.
func Hash(item *ninjs.Item) string {
	it := *item
	it.Version, it.Standard, it.AltIDs = "", nil, nil
	it.FirstCreated, it.VersionCreated, it.ContentCreated = ninjs.Time{}, ninjs.Time{}, ninjs.Time{}
	data, err := ninjs.Encode(&it)
	if err != nil {
		// no tidied item comes here; one that is not valid is not published, and
		// its hash must not equal another's
		data = fmt.Appendf(nil, "%#v", it)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}
