package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/local/localtest"
	"github.com/wireroom/wireroom/services/wireroom/test/rig"
)

var ferryText = []string{
	"A ferry with 212 passengers ran aground off Gull Island on Tuesday night, the coast guard of Saltbury said.",
	"Nobody was hurt, said Captain Maria Fenwick. The passengers of the Northern Star were brought ashore by 6 boats within 3 hours.",
	"The ferry was built in 1998 and carries 340 passengers between Saltbury and Gull Island twice a day.",
}

const cheeseText = "Northern cheese makers want a label of their own, their chairman Peter Lowe said at the fair in Whitcombe, where 31 sorts were shown to 4,500 visitors."

// piece is an article; fields replace or add some.
func piece(name, title, text string, fields map[string]any) []byte {
	item := map[string]any{"uri": "urn:example:dup:" + name, "type": "text", "version": "1", "pubStatus": "usable", "language": "en",
		"headlines": []map[string]string{{"value": title}}, "bodies": []map[string]string{{"contentType": "text/plain", "value": text}}}
	for k, v := range fields {
		item[k] = v
	}
	data, _ := json.Marshal(item)
	return data
}

func articleOf(name string) string { return contract.ArticleID(rig.Provider, "urn:example:dup:"+name) }

// relations are what a message of NEWS says of other articles.
func relations(m *nats.Msg) [3]string {
	return [3]string{m.Header.Get(contract.HeaderDuplicateOf), m.Header.Get(contract.HeaderDuplicateKind), m.Header.Get(contract.HeaderStory)}
}

// publishes pushes an article and gives its message.
func publishes(t *testing.T, r *rig.Rig, w *watcher, body []byte) *nats.Msg {
	t.Helper()
	a := push(t, r, body, "application/json").Articles[0]
	require.Equal(t, contract.Published, a.Outcome, "%s %s", a.Reason, a.Error)
	return w.on(t, a.Subject, a.Delivery)
}

func TestOneStoryIsSeenOnce(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	ferry := strings.Join(ferryText, "\n\n")
	first, later := articleOf("first"), map[string]any{"version": "2"}

	require.Equal(t, [3]string{"", "", first}, relations(publishes(t, r, w, piece("first", "Ferry aground off Gull Island", ferry, nil))))
	copied := publishes(t, r, w, piece("copy", "Ferry runs aground", ferry, nil))
	require.Equal(t, [3]string{first, "exact", first}, relations(copied))
	require.Equal(t, "1.000", copied.Header.Get(contract.HeaderSimilarity))
	require.Equal(t, [3]string{first, "cut", first}, relations(publishes(t, r, w, piece("cut", "Ferry aground off Gull Island", strings.Join(ferryText[:2], "\n\n"), nil))))
	require.Equal(t, [3]string{"", "", first}, relations(publishes(t, r, w, piece("towed", "Northern Star towed to Saltbury",
		"The ferry Northern Star, which ran aground off Gull Island on Tuesday, was towed to Saltbury on Thursday, Captain Maria Fenwick of the coast guard said.", nil))))
	require.Equal(t, [3]string{"", "", articleOf("cheese")}, relations(publishes(t, r, w, piece("cheese", "Cheese makers want a label", cheeseText, nil))))

	// versions
	updated := ferry + "\n\nIt is to be towed on Thursday."
	require.Equal(t, [3]string{"", "", first}, relations(publishes(t, r, w, piece("first", "Ferry aground off Gull Island", updated, later))), "an update is no duplicate of its article, nor of its copy")
	require.Equal(t, first, publishes(t, r, w, piece("copy", "Ferry runs aground", updated, later)).Header.Get(contract.HeaderDuplicateOf))

	// a kill frees the copies, and names the story
	kill := publishes(t, r, w, piece("first", "", "", map[string]any{"version": "3", "pubStatus": "canceled"}))
	require.Equal(t, [3]string{"", "", first}, relations(kill))
	require.Equal(t, articleOf("copy"), publishes(t, r, w, piece("after", "Ferry aground", updated, nil)).Header.Get(contract.HeaderDuplicateOf))
}

func TestTwoCopiesAtTheSameInstantAreNotBothTheFirst(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	for round := range 5 {
		text := strings.ReplaceAll(cheeseText, "31", fmt.Sprint(31+round*7)) + strings.Repeat(fmt.Sprintf(" The judges of class %d met in hall %d.", round*11, round*13), 3)
		var all sync.WaitGroup
		for _, name := range []string{"a", "b", "c"} {
			all.Go(func() {
				_, err := r.PushUntil(t.Context(), rig.Document{Body: piece(fmt.Sprint(name, round), "Cheese", text, nil), ContentType: "application/json"})
				require.NoError(t, err)
			})
		}
		all.Wait()
		firsts := 0
		localtest.Eventually(t, 20*time.Second, func() error {
			seen := 0
			firsts = 0
			for _, m := range w.of("news") {
				if strings.HasSuffix(m.Header.Get("ce-subject"), fmt.Sprint(round)) {
					seen++
					if m.Header.Get(contract.HeaderDuplicateOf) == "" {
						firsts++
					}
				}
			}
			if seen < 3 {
				return fmt.Errorf("%d of 3 on NEWS", seen)
			}
			return nil
		})
		require.Equal(t, 1, firsts, "round %d", round)
	}
}

func TestDuplicatesWithoutRedis(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	ferry := strings.Join(ferryText, "\n\n")
	publishes(t, r, w, piece("first", "Ferry aground off Gull Island", ferry, nil))

	// an emptied Redis is filled again from NEWS
	require.NoError(t, r.Redis.Client().FlushAll(t.Context()).Err())
	n := 0
	localtest.Eventually(t, 30*time.Second, func() error {
		n++
		cheese := fmt.Sprintf("%s They met in hall %d of the fair, which %d people had built within %d days.", cheeseText, n*3, n*7, n*5)
		publishes(t, r, w, piece(fmt.Sprint("other", n), fmt.Sprint("Cheese ", n), cheese, nil)) // others go on meanwhile
		if n, err := r.Redis.Client().Exists(t.Context(), "wireroom:{dup}:2:e:"+articleOf("first")).Result(); err != nil || n == 0 {
			return fmt.Errorf("the article is not in the index again: %d, %w", n, err)
		}
		return nil
	})
	require.Equal(t, articleOf("first"), publishes(t, r, w, piece("copy", "Ferry aground", ferry, nil)).Header.Get(contract.HeaderDuplicateOf))

	// Redis away: no mark, and the article says so
	r.Redis.Stop()
	m := publishes(t, r, w, piece("away", "Ferry aground", ferry, nil))
	require.Empty(t, m.Header.Get(contract.HeaderDuplicateOf))
	require.Equal(t, "1", m.Header.Get(contract.HeaderDedupOff))
	r.Redis.Start()
}

func TestAProviderMayHaveItsDuplicatesDropped(t *testing.T) {
	t.Parallel()
	r := rig.Start(t, &binaries, rig.Options{})
	w := watch(t, r.NATSURL)
	ferry := strings.Join(ferryText, "\n\n")
	publishes(t, r, w, piece("first", "Ferry aground off Gull Island", ferry, nil))
	file, err := os.ReadFile(r.ProvidersFile)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(r.ProvidersFile, append(file, "    duplicates: drop\n"...), 0o600))
	var name string
	n := 0
	localtest.Eventually(t, 30*time.Second, func() error { // the file is reread
		n++
		name = fmt.Sprint("copy", n)
		a := push(t, r, piece(name, "Ferry aground", ferry, nil), "application/json").Articles[0]
		if a.Outcome != contract.Dropped || a.Reason != contract.ReasonCopy {
			return fmt.Errorf("%s %s", a.Outcome, a.Reason)
		}
		return nil
	})
	update := publishes(t, r, w, piece("first", "Ferry aground off Gull Island", ferry+"\n\nIt is to be towed.", map[string]any{"version": "2"}))
	require.Empty(t, update.Header.Get(contract.HeaderDuplicateOf), "an update is never dropped")
	publishes(t, r, w, piece(name, "Cheese", cheeseText, map[string]any{"version": "2"}))
}
