package names

import (
	"github.com/wireroom/wireroom/services/enrich/internal/names/tagger"
)

// FindCountries finds the countries that an article names in a language that there is
// no model for (ISO 639-1).
func (f *Finder) FindCountries(language, headline, body string) Found {
	r := f.reader()
	defer f.readers.Put(r)
	r.begin(headline, body)
	for i := 0; i < len(r.tokens); i++ {
		if _, n := f.lists.Foreign(language, r.tokens[i:]); n > 0 && !r.lower(i) {
			r.mentions = append(r.mentions, mention{from: i, to: i + n, class: tagger.Place})
			i += n - 1
		}
	}
	return f.found(r)
}
