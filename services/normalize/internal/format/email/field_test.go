package email_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/pkg/contract"
	"github.com/wireroom/wireroom/pkg/ninjs"
)

func TestSubjects(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string][3]string{ // headline, slugline, title
		"Port closes":                    {"Port closes", "Port closes", ""},
		"Re: AW: Fwd: Port closes":       {"Port closes", "Port closes", "Re: AW: Fwd: Port closes"},
		"Re:":                            {"Re:", "Re:", ""},
		"Response: none":                 {"Response: none", "Response: none", ""},
		"=?utf-8?Q?Caf=C3=A9=20am_Kai?=": {"Café am Kai", "Café am Kai", ""},
		"=?utf-8?q?Caf=C3?=\r\n =?UTF-8?q?=A9 am?= Kai": {"Café am Kai", "Café am Kai", ""},
		"=?utf-8?B?Q2Fmw6k?=":                           {"Café", "Café", ""},
		"=?utf-8*fr?B?Q2Fm?= =?utf-8?Q?=C3=A9_x?=":      {"Café x", "Café x", ""},
		"=?utf-8?Q?Caf=C3=A9 am Kai":                    {"Café am Kai", "Café am Kai", ""},
		"a=?iso-8859-1?q?=e9?=b":                        {"aéb", "aéb", ""},
		"=?x-none?Q?=80?= x":                            {"=?x-none?Q?=80?= x", "=?x-none?Q?=80?= x", ""},
		"=?utf-8?X?a?= =?":                              {"=?utf-8?X?a?= =?", "=?utf-8?X?a?= =?", ""},
		"Caf\xc3\xa9 raw":                               {"Café raw", "Café raw", ""},
		"Caf\xe9 raw":                                   {"Café raw", "Café raw", ""},
	} {
		it := one(t, with("Subject: "+subject+"\r\n", "text"))
		require.Equal(t, want, [3]string{it.Headlines[0].Value, it.Slugline, it.Title}, subject)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	fields := "Subject: Port closes\r\nReply-To: Desk <desk@harbour.example>\r\nOrganization: Harbour Wire\r\nList-Id: \"Harbour News\" <news.harbour.example>\r\n" +
		"Keywords: quay, storm;ferry\r\nX-Priority: 1 (Highest)\r\nContent-Language: en-IE, ga\r\nComments: Not before noon\r\nSummary: A storm\r\n" +
		"References: <0@harbour.example> <00@harbour.example>\r\nIn-Reply-To: <00@harbour.example>\r\nSupersedes: <9@harbour.example>\r\n" +
		"Expires: Sat, 4 May 2024 08:00:00 GMT\r\nSender: Robot <robot@harbour.example>\r\n"
	articles := read(t, with(fields, "The quay is shut."))
	require.Equal(t, "1@harbour.example", articles[0].ID)
	require.Equal(t, contract.Update, articles[0].Signal)
	it, _ := tidied(t, articles[0])
	require.Equal(t, "Ann Reed", it.By)
	require.Equal(t, "2024-05-03T06:00:00Z", it.VersionCreated.UTC().Format(time.RFC3339))
	require.Equal(t, "2024-05-04T08:00:00Z", it.Expires.UTC().Format(time.RFC3339))
	require.EqualValues(t, 3, it.Urgency)
	require.Equal(t, "en-IE", it.Language)
	require.Equal(t, "Not before noon", it.EdNote)
	require.Equal(t, "A storm", it.Descriptions[0].Value)
	require.Equal(t, []ninjs.Subject{{Name: "quay", Rel: "keyword"}, {Name: "storm", Rel: "keyword"}, {Name: "ferry", Rel: "keyword"}}, it.Subjects)
	require.Equal(t, []ninjs.AltID{{Role: "supersedes", Value: "9@harbour.example"}, {Role: "in-reply-to", Value: "00@harbour.example"},
		{Role: "references", Value: "0@harbour.example"}, {Role: "id", Value: "1@harbour.example"}}, it.AltIDs)
	require.Equal(t, []ninjs.InfoSource{
		{Name: "Ann Reed", Role: "from", ContactInfo: []ninjs.ContactInfo{{Type: "email", Value: "ann@harbour.example"}, {Type: "email", Role: "reply-to", Name: "Desk", Value: "desk@harbour.example"}}},
		{Name: "Robot", Role: "sender", ContactInfo: []ninjs.ContactInfo{{Type: "email", Value: "robot@harbour.example"}}},
		{Name: "Harbour Wire", Role: "organization"}, {Name: "Harbour News", Role: "list", Literal: "news.harbour.example"},
	}, it.InfoSources)
	require.Equal(t, "The quay is shut.", text(it))
}

func TestUrgency(t *testing.T) {
	t.Parallel()
	for field, want := range map[string]ninjs.Urgency{
		"Importance: high": 3, "Importance: Low": 6, "X-Priority: 3": 0, "X-Priority: 5": 6, "Priority: urgent": 3, "Priority: normal": 0, "X-MSMail-Priority: High": 3, "X-Nothing: 1": 0,
	} {
		require.Equal(t, want, one(t, with(field+"\r\n", "text")).Urgency, field)
	}
}

func TestSenders(t *testing.T) {
	t.Parallel()
	for from, want := range map[string][2]string{ // by, name of the source
		"Ann Reed <a@a.example>": {"Ann Reed", "Ann Reed"}, "a@a.example": {"", "a@a.example"}, "<a@a.example>": {"", "a@a.example"}, "a@a.example (Ann Reed)": {"Ann Reed", "Ann Reed"},
		`"Reed, Ann" <a@a.example>`: {"Reed, Ann", "Reed, Ann"}, "Reed, Ann <a@a.example>": {"Reed, Ann", "Reed, Ann"}, `"a@a.example" <a@a.example>`: {"", "a@a.example"},
		"Ann <a@a.example>, Bob <b@a.example>": {"Ann, Bob", "Ann"}, "=?utf-8?Q?Zo=C3=AB?= <a@a.example>": {"Zoë", "Zoë"}, `"=?utf-8?Q?Zo=C3=AB?=" <a@a.example>`: {"Zoë", "Zoë"},
		"'Ann Reed' via Harbour News <n@a.example>": {"Ann Reed", "Ann Reed"}, `"Ann \"The Quay\" Reed" <a@a.example>`: {`Ann "The Quay" Reed`, `Ann "The Quay" Reed`}, "Harbour Wire": {"Harbour Wire", "Harbour Wire"},
	} {
		it := one(t, "From: "+from+"\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\ntext")
		require.Equal(t, want, [2]string{it.By, it.InfoSources[0].Name}, from)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{
		"Fri, 3 May 2024 08:00:00 +0200": "2024-05-03T06:00:00Z", "3 May 2024 08:00 -0500": "2024-05-03T13:00:00Z", "Fri, 03 May 24 08:00:00 EST": "2024-05-03T13:00:00Z",
		"Fri, 3 May 2024 08:00:00 GMT+0200 (CEST)": "2024-05-03T06:00:00Z", "Fri May 3 08:00:00 2024": "2024-05-03T08:00:00Z", "Mon, 3 May 2024 08:00:00 -0000": "2024-05-03T08:00:00Z",
		"2024-05-03T08:00:00+02:00": "2024-05-03T06:00:00Z", "03-May-2024 08:00:00 CEST": "2024-05-03T06:00:00Z", "Fri, 31 Feb 2024 08:00:00 +0000": "", "soon": "", "3 May 2024": "2024-05-03T00:00:00Z", "Fri, 3 May 2024 25:00:00 +0000": "", "": "",
	} {
		it := one(t, "From: a@a.example\r\nSubject: x\r\nDate: "+date+"\r\n\r\ntext")
		got := ""
		if !it.VersionCreated.IsZero() {
			got = it.VersionCreated.UTC().Format(time.RFC3339)
		}
		require.Equal(t, want, got, date)
	}
	it := one(t, "Received: by b; Fri, 3 May 2024 09:00:00 +0000\r\nReceived: from a by b;\r\n Fri, 3 May 2024 08:00:00 +0000\r\nFrom: a@a.example\r\nSubject: x\r\n\r\ntext")
	require.Equal(t, "2024-05-03T08:00:00Z", it.VersionCreated.UTC().Format(time.RFC3339))
}
