package poll

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/temoto/robotstxt"
)

// RFC 9309, 2.2.2: one path has many spellings, and what allows wins where two rules are
// equally long.
func TestRulesOfRobotsAreCompared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rules, path string
		may         bool
	}{
		{"Disallow: /café", "/caf%C3%A9", false},
		{"Disallow: /caf%c3%a9", "/caf%C3%A9/1", false},
		{"Disallow: /caf%C3%A9", "/caf%c3%a9", false},
		{"Disallow: /%61bc", "/abc", false},
		{"Disallow: /a%2Fb", "/a/b", true},
		{"Disallow: /a%2fb", "/a%2Fb", false},
		{"Disallow: /a/b", "/a%2Fb", true},
		{"Disallow: /100%", "/100%", false},
		{"Disallow: /p\nAllow: /p", "/page", true},
		{"Allow: /p\nDisallow: /p", "/page", true},
		{"Disallow: /\n\nAllow: /p # ours", "/page", true},
		{"Allow: /\nDisallow: /p", "/page", false},
		{"Disallow: /*.php$", "/a.php", false},
		{"Disallow: /*.php$", "/a.php?x=1", true},
		{"Disallow:", "/page", true},
		{"Crawl-delay: 5\nDisallow: /p\nSitemap: https://a.example/s.xml", "/page", false},
		{"Disallow: /p\r\nDisallow: /q\r", "/q", false},
	} {
		for _, group := range []string{"User-agent: *\n", "user-agent : wireroom\r\n", "User-agent: other\nDisallow: /\nUser-agent: wireroom\n", "User-agent: other\nUser-agent: wireroom\n", "Disallow: /\nUser-agent: *\n"} {
			data, err := robotstxt.FromBytes(comparable([]byte("\ufeff" + group + c.rules)))
			require.NoError(t, err)
			require.Equal(t, c.may, data.TestAgent(canonicalPath(c.path), agent), "%q of %q", c.path, group+c.rules)
		}
	}
}
