package email_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/ninjs"
)

// What a mail says of its use holds for it and for what it covers.
func TestEmbargo(t *testing.T) {
	t.Parallel()
	six := time.Date(2024, 5, 3, 18, 0, 0, 0, time.UTC)
	long := strings.Repeat("The quay burned on Friday and nobody was hurt. ", 12)
	for _, c := range []struct {
		name, mail, note string
		until            time.Time
		withheld         bool
	}{
		{"text", with("Subject: Quay burns\r\n", "EMBARGOED until 1800 GMT May 3\r\n\r\n"+long), "EMBARGOED until 1800 GMT May 3", six, false},
		{"subject", with("Subject: EMBARGO 3 May 18:00 - Quay burns\r\n", long), "", six, false},
		{"HTML", with("Subject: Quay burns\r\nContent-Type: text/html\r\n", "<p><b>Embargo:</b> 3 May, 18:00</p><p>"+long+"</p>"), "Embargo: 3 May, 18:00", six, false},
		{"German", with("Subject: Kran\r\n", "Sperrfrist: 3. Mai, 20.00 Uhr MESZ\r\n\r\n"+long), "Sperrfrist: 3. Mai, 20.00 Uhr MESZ", six, false},
		{"no time", with("Subject: Quay burns\r\n", "HOLD FOR RELEASE\r\n\r\n"+long), "HOLD FOR RELEASE", time.Time{}, true},
		{"over", with("Subject: Quay burns\r\n", "Embargoed until 0500 GMT May 3\r\n\r\n"+long), "Embargoed until 0500 GMT May 3", time.Time{}, false},
		{"for use at once", with("Subject: Quay burns\r\n", "For immediate release\r\n\r\n"+long), "", time.Time{}, false},
		{"the topic", with("Subject: Embargo against Freedonia lifted\r\n", "Ministers back an arms embargo.\r\n\r\n"+long), "", time.Time{}, false},
		{"far below", with("Subject: Quay burns\r\n", strings.Repeat(long+"\r\n", 9)+"EMBARGOED until 1800 GMT May 3"), "", time.Time{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			it := one(t, c.mail)
			require.True(t, it.EmbargoedUntil.Equal(c.until), it.EmbargoedUntil)
			require.Equal(t, c.note, it.EdNote)
			require.Equal(t, c.withheld, it.PubStatus == ninjs.Withheld)
		})
	}
}

func TestEmbargoOfACover(t *testing.T) {
	t.Parallel()
	const nitf = `<nitf><head><docdata>%<doc-id id-string="n1"/><date.issue norm="20240503T070000Z"/></docdata></head><body><body.head><hedline><hl1>Quay burns</hl1></hedline></body.head><body.content><p>It burned.</p></body.content></body></nitf>`
	mail := func(docdata string) string {
		return with("Subject: Story\r\nContent-Type: multipart/mixed; boundary=b\r\n", "--b\r\n\r\nEmbargoed until 1800 GMT May 3\r\n--b\r\nContent-Type: application/xml; name=n.xml\r\n\r\n"+strings.Replace(nitf, "%", docdata, 1)+"\r\n--b--\r\n")
	}
	articles := read(t, mail(""))
	require.Len(t, articles, 1)
	require.Equal(t, "2024-05-03T18:00:00Z", articles[0].Item.EmbargoedUntil.UTC().Format(time.RFC3339))
	require.Contains(t, articles[0].Notes, "embargoed as the mail that it came with says")
	own := read(t, mail(`<date.release norm="20240504T060000Z"/>`))[0]
	require.Equal(t, "2024-05-04T06:00:00Z", own.Item.EmbargoedUntil.UTC().Format(time.RFC3339))
}

func TestWriterInTheText(t *testing.T) {
	t.Parallel()
	it := one(t, with("Subject: Quay burns\r\nContent-Type: text/html\r\n", "<div>By Bo Lind</div><div>CORK (Harbour) - The quay burned.</div>"))
	require.Equal(t, "Bo Lind", it.By)
	require.Equal(t, "CORK", it.Located)
	require.Equal(t, "By Bo Lind\n\nCORK (Harbour) - The quay burned.", text(it))
	require.Equal(t, "Ann Reed", one(t, with("Subject: Quay burns\r\n", "The quay burned by night.\r\n\r\nBy noon it was gone.")).By)
}

func TestALabelledEmbargoThatCantBeReadWithholds(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"Embargo: end of the speech", "Sperrfrist: Redebeginn", "EMBARGOED until he has spoken", "Under embargo until he has spoken"} {
		require.Equal(t, ninjs.Withheld, one(t, with("Subject: Second boat\r\n", line+"\r\n\r\nThe boat was bought.")).PubStatus, line)
	}
	require.Equal(t, ninjs.Usable, one(t, with("Subject: Second boat\r\n", "Embargo: none\r\n\r\nThe boat was bought.")).PubStatus)
	require.Equal(t, ninjs.Usable, one(t, with("Subject: Embargo: oil price rises\r\n", "The price rose.")).PubStatus)
}
