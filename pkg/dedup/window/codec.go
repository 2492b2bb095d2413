package window

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/wireroom/wireroom/pkg/dedup/near"
	"github.com/wireroom/wireroom/pkg/dedup/story"
)

// format is the first byte of a record: another build's records say nothing.
const format = 1

var errFormat = errors.New("not a record of this format")

// encode writes an entry as Redis holds it: without its article, which is in the key,
// and without the bands.
func encode(e Entry) ([]byte, error) {
	if len(e.Original) > MaxID || len(e.Story) > MaxID {
		return nil, fmt.Errorf("ids of %d and %d bytes, where a record holds %d", len(e.Original), len(e.Story), MaxID)
	}
	out := make([]byte, 0, 64+story.MaxFeatures+near.MaxPrint)
	out = append(out, format)
	out = binary.BigEndian.AppendUint64(out, uint64(e.At.UnixMicro()))
	for _, id := range []string{e.Original, e.Story} {
		out = append(append(out, byte(len(id))), id...)
	}
	return e.Print.Append(e.Features.Append(out)), nil
}

// textBytes is how many bytes at the end of an entry's record are of its text alone.
func textBytes(e Entry) int { return len(e.Print.Append(e.Features.Append(nil))) }

// decode reads what encode wrote.
func decode(article string, data []byte) (Entry, error) {
	if len(data) < 9 || data[0] != format {
		return Entry{}, errFormat
	}
	e := Entry{Article: article, At: time.UnixMicro(int64(binary.BigEndian.Uint64(data[1:])))}
	data = data[9:]
	for _, id := range []*string{&e.Original, &e.Story} {
		if len(data) == 0 {
			return Entry{}, errFormat
		}
		end := 1 + int(data[0])
		if len(data) < end {
			return Entry{}, errFormat
		}
		*id, data = string(data[1:end]), data[end:]
	}
	var err error
	if e.Features, data, err = story.Decode(data); err != nil {
		return Entry{}, err
	}
	e.Print, err = near.Decode(data)
	return e, err
}
