package stream

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/wireroom/wireroom/pkg/consumer"
)

// maxValues is how many values one filter may have.
const maxValues = 100

// parseFilter reads the filters of a request: signal, urgency, language, topic and
// provider, each one value or several parted by commas. They are those of the subjects.
func parseFilter(q url.Values) (consumer.Rights, error) {
	var f consumer.Rights
	for name := range q {
		if name == "lastEventId" {
			continue
		}
		values := strings.Split(strings.Join(q[name], ","), ",")
		if len(values) > maxValues {
			return f, fmt.Errorf("%s has more than %d values", name, maxValues)
		}
		for _, v := range values {
			if err := f.Add(name, strings.TrimSpace(v)); err != nil {
				return f, err
			}
		}
	}
	return f, nil
}
