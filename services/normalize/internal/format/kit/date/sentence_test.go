package date_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

// A Tuesday.
var messageTime = time.Date(2025, 7, 8, 8, 0, 0, 0, time.UTC)

func TestInText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"9 July 2025 10:00 GMT":                                     "2025-07-09T10:00:00Z",
		"until 10:00 GMT on 9 July 2025":                            "2025-07-09T10:00:00Z",
		"until July 9, 2025, 10 a.m. ET":                            "2025-07-09T14:00:00Z",
		"until 10:00 a.m. (EDT) Thursday, July 10, 2025":            "2025-07-10T14:00:00Z",
		"until 00:01 GMT Wednesday 9 July":                          "2025-07-09T00:01:00Z",
		"UNTIL 0001 WEDNESDAY JULY 9":                               "2025-07-09T00:01:00Z",
		"TO 2230 FRIDAY JULY 11":                                    "2025-07-11T22:30:00Z",
		"for 0900 BST Thurs 10 July":                                "2025-07-10T08:00:00Z",
		"until Wednesday 10 am":                                     "2025-07-09T10:00:00Z",
		"until 6pm (BST), Wednesday the 9th":                        "2025-07-09T17:00:00Z",
		"until 10:00 GMT":                                           "2025-07-08T10:00:00Z",
		"until 07:30":                                               "2025-07-09T07:30:00Z",
		"until 10 a.m. tomorrow":                                    "2025-07-09T10:00:00Z",
		"until 9 July 2025 at 00:01 (London time)":                  "2025-07-08T23:01:00Z",
		"until market opening at 9:30 a.m. ET on Wednesday":         "2025-07-09T13:30:00Z",
		"until the speech begins, about 10 GMT Wednesday":           "2025-07-09T10:00:00Z",
		"until noon Wednesday":                                      "2025-07-09T12:00:00Z",
		"until midnight Tuesday":                                    "2025-07-09T00:00:00Z",
		"until midnight on July 9":                                  "2025-07-09T00:00:00Z",
		"until 24:00 on 9 July":                                     "2025-07-10T00:00:00Z",
		"until 9 July":                                              "2025-07-09T00:00:00Z",
		"until 9th of July at 10:00 CEST":                           "2025-07-09T08:00:00Z",
		"until 18.00 hrs on 9.7.25":                                 "2025-07-09T18:00:00Z",
		"UNTIL 9 JUL 2025 06:00 EST / 11:00 GMT":                    "2025-07-09T11:00:00Z",
		"until 2025-07-09T10:00:00Z":                                "2025-07-09T10:00:00Z",
		"until 2025-07-09T10:00+02:00":                              "2025-07-09T08:00:00Z",
		"until 2025-07-09 10:00 UTC":                                "2025-07-09T10:00:00Z",
		"20250709 1000 GMT":                                         "2025-07-09T10:00:00Z",
		"until 2025/07/09 10:00":                                    "2025-07-09T10:00:00Z",
		"until 23/07/2025 10:00":                                    "2025-07-23T10:00:00Z",
		"bis 9. Juli 2025, 12 Uhr":                                  "2025-07-09T12:00:00Z",
		"09.07.2025, 12.00 Uhr":                                     "2025-07-09T12:00:00Z",
		"09.07., 12 Uhr":                                            "2025-07-09T12:00:00Z",
		"10. 7. 2025, 10 Uhr":                                       "2025-07-10T10:00:00Z",
		"Mittwoch, 9. Juli 2025, 10:00 Uhr MESZ":                    "2025-07-09T08:00:00Z",
		"12.00 Uhr":                                                 "2025-07-08T12:00:00Z",
		"heute, 18 Uhr":                                             "2025-07-08T18:00:00Z",
		"jusqu'au mercredi 9 juillet, 10h":                          "2025-07-09T10:00:00Z",
		"jusqu'au 9 juillet 2025 à 12h00":                           "2025-07-09T12:00:00Z",
		"hasta las 10:00 del miércoles 9 de julio":                  "2025-07-09T10:00:00Z",
		"fino al 9 luglio 2025, ore 10":                             "2025-07-09T10:00:00Z",
		"fino alle 10.30 del 9 luglio":                              "2025-07-09T10:30:00Z",
		"tot woensdag 9 juli, 10.00 uur":                            "2025-07-09T10:00:00Z",
		"até às 10h de quarta-feira":                                "2025-07-09T10:00:00Z",
		"til onsdag kl. 10":                                         "2025-07-09T10:00:00Z",
		"do 9 lipca 2025, godz. 10:00":                              "2025-07-09T10:00:00Z",
		"until Friday 6 p.m. CET. For questions call 0123 456 7890": "2025-07-11T17:00:00Z",
	} {
		got, ok := date.InText(text, time.UTC, messageTime)
		require.True(t, ok, text)
		require.Equal(t, want, got.UTC().Format(time.RFC3339), text)
	}
}

// What can't be told must not be told in part.
func TestInTextNeverGuesses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "until the end of the speech", "until 5 minutes after the speech", "until 09/07/2025 10:00", "until 07/09/2025 10:00 ET", "until 2025", "until 10:00 on 32 July",
		"until 31 June 2025 10:00", "until 9 July 1925 10:00", "until 25:00 on 9 July", "until 10:75", "until version 3.2.1 of 9 July",
	} {
		got, ok := date.InText(text, time.UTC, messageTime)
		require.False(t, ok, "%s gave %s", text, got)
	}
	_, ok := date.InText("until Friday 6 p.m.", time.UTC, time.Time{})
	require.False(t, ok, "without the time of the message")
}

// A moment written out in any usual order is that moment, whatever stands around it.
func TestInTextReadsAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		want := time.Date(2025, time.Month(rapid.IntRange(7, 12).Draw(rt, "month")), rapid.IntRange(1, 28).Draw(rt, "day"),
			rapid.IntRange(0, 23).Draw(rt, "hour"), rapid.IntRange(0, 59).Draw(rt, "minute"), 0, 0, time.UTC)
		layout := rapid.SampledFrom([]string{
			"2 January 2006 15:04 GMT", "15:04 GMT on 2 January 2006", "January 2, 2006 at 3:04 pm GMT", "Monday 2 Jan 2006, 15:04 UTC", "1504 GMT Monday 2 January", "02.01.2006, 15.04 Uhr",
			"2. Januar 2006 um 15:04 Uhr", "2006-01-02 15:04", "2006-01-02T15:04:00Z", "3:04PM GMT, 2 Jan 06", "15h04, 2 Jan 2006", "the 2nd of January 2006 at 15:04",
		}).Draw(rt, "layout")
		text := want.Format(layout)
		if layout == "2. Januar 2006 um 15:04 Uhr" {
			text = want.Format("2. ") + map[time.Month]string{7: "Juli", 8: "August", 9: "September", 10: "Oktober", 11: "November", 12: "Dezember"}[want.Month()] + want.Format(" 2006 um 15:04 Uhr")
		}
		text = rapid.SampledFrom([]string{"until ", "bis ", "", "for release at "}).Draw(rt, "before") + text
		got, ok := date.InText(text, time.UTC, messageTime)
		if !ok || !got.Equal(want) {
			rt.Fatalf("%q gave %s, %t", text, got, ok)
		}
	})
}
