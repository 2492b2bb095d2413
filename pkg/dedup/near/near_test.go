package near

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const headline = "Saltbury harbour closes for three weeks"

var paragraphs = []string{
	"The old harbour of Saltbury will be closed for three weeks from Monday, the port authority said on Friday, after divers found cracks 14 metres long in the breakwater.",
	"Ferries to Gull Island will leave from Northam instead, where 260 passengers an hour can board, said Maria Fenwick, who runs the line.",
	"Repairs are expected to cost 2.4 million pounds, of which the county pays 1.1 million, according to a paper that the council discussed in January 2031.",
	"Fishermen complained that nobody had asked them. The mackerel season begins on May 9, and 43 boats have nowhere else to land their catch.",
	"The breakwater was built in 1887 by Thomas Ardley and was last mended after the storm of 1962, when 19 people lost their homes.",
}

func text(parts ...string) string { return strings.Join(parts, "\n\n") }

func story() string { return text(paragraphs...) }

const elsewhere = "Northern cheese makers want a name of their own. At the fair in Whitcombe on Tuesday their chairman, Peter Lowe, showed 31 sorts that are ripened in caves, " +
	"and asked the ministry for a protected label.\n\nThe ministry said it would look into the matter before the end of 2032, and that similar requests of 8 other regions were pending."

func TestKindsOfRepetition(t *testing.T) {
	t.Parallel()
	original := Of(headline, story())
	for name, c := range map[string]struct {
		title, body string
		want        Kind
	}{
		"the same":            {headline, story(), Exact},
		"another title":       {"Ferries move to Northam", story(), Exact},
		"laid out otherwise":  {headline, strings.ReplaceAll(strings.ToUpper(story()), "\n\n", "\n"), Exact},
		"a byline and a note": {headline, text("By Anna Black", story(), "(Additional reporting by Tom White)"), Near},
		"a paragraph updated": {headline, text(paragraphs[0], paragraphs[1], "The council will meet again on Thursday.", paragraphs[2], paragraphs[3], paragraphs[4]), Near},
		"cut":                 {headline, text(paragraphs[:2]...), Cut},
		"in a round-up":       {"The day in brief", text(elsewhere, story()), Embedded},
		"house style": {headline, strings.NewReplacer("million", "mln", "said on Friday", "stated on Friday", "will be", "would be", "according to", "says").Replace(
			story()), Near},
		"other figures":       {headline, strings.NewReplacer("14", "31", "260", "175", "2.4", "7.9", "1.1", "3.8", "2031", "2029", "9", "2", "43", "66", "1887", "1902", "1962", "1978", "19", "5").Replace(story()), None},
		"another story":       {headline, elsewhere, None},
		"with its background": {"Harbour", text(elsewhere, "The mayor resigned on Monday over the affair, as we reported, and a new one is elected in June by the members of the council.", paragraphs[4]), None},
		"nothing":             {"", "", None},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Of(c.title, c.body)
			m := Compare(got, original)
			require.Equal(t, c.want, m.Kind, "similarity %.2f", m.Similarity)
			if c.want != None {
				require.NotZero(t, common(sorted(got.Bands), sorted(original.Bands)), "they are found by a band")
			}
		})
	}
}

// A short notice of another company is not the same, though the words are.
func TestTitlesOfShortTextsHaveToAgree(t *testing.T) {
	t.Parallel()
	body := "Qtly div 12 cts vs 12 cts prior\n\nPay April 10\n\nRecord March 20"
	require.Equal(t, None, Compare(Of("ARDLEY INC <ARD> QUARTERLY DIVIDEND", body), Of("FENWICK HOLDINGS PLC SETS REGULAR PAYOUT", body)).Kind)
	require.Equal(t, Exact, Compare(Of("ARDLEY INC <ARD> QUARTERLY DIVIDEND", body), Of("Ardley quarterly dividend", body)).Kind)
}

func TestTextsWithoutSpacesBetweenWords(t *testing.T) {
	t.Parallel()
	body := "港务局周五表示，由于潜水员发现防波堤有十四米长的裂缝，老港口将从周一起关闭三周。前往海鸥岛的渡轮将改从北港出发。"
	require.Equal(t, Cut, Compare(Of("港口关闭", body[:len(body)/2/3*3]), Of("港口关闭", body)).Kind)
	require.Equal(t, None, Compare(Of("奶酪", "北方的奶酪生产者希望拥有自己的名称，他们的主席周二在展会上展示了三十一种在洞穴中成熟的奶酪。"), Of("港口关闭", body)).Kind)
}

func TestFiguresAreWrittenInManyWays(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{{"300,000", "300000"}, {"1,5", "1.5"}, {"٣٤", "34"}} {
		require.Equal(t, tokenize(same[0], nil), tokenize(same[1], nil))
	}
	for _, other := range [][2]string{{"1.5", "15"}, {"3/8", "38"}, {"12", "21"}} {
		require.NotEqual(t, tokenize(other[0], nil), tokenize(other[1], nil))
	}
}

func drawText(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom(append(strings.Fields(story()+" "+elsewhere), "\n\n", "7", "1,000", "Ж", "é", "港", "<b>", "\xff")), 0, 600).Draw(t, "words")
	return strings.Join(words, " ")
}

func TestPrintsHoldForAnyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := Of(drawText(t), drawText(t)), Of(drawText(t), drawText(t))
		if a.Words > 0 {
			require.Equal(t, Match{Exact, 1}, Compare(a, a))
			require.NotEmpty(t, a.Bands)
		}
		require.LessOrEqual(t, len(a.Bands), MaxBands)
		ab, ba := Compare(a, b), Compare(b, a)
		require.InDelta(t, ab.Similarity, ba.Similarity, 1e-9)
		require.Equal(t, ab.Kind == None, ba.Kind == None)

		if passed := NewSieve(a).Repeats(b); ab.Kind != None || passed.Kind != None {
			require.Equal(t, ab, passed, "the sieve holds nothing back")
		}
		data := a.Append(nil)
		require.LessOrEqual(t, len(data), MaxPrint)
		read, err := Decode(data)
		require.NoError(t, err)
		read.Bands = a.Bands
		require.Equal(t, fmt.Sprint(a), fmt.Sprint(read))
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(Of(headline, story()).Append(nil))
	f.Add([]byte{})
	whole := Of(headline, story())
	f.Fuzz(func(_ *testing.T, data []byte) {
		if p, err := Decode(data); err == nil {
			Compare(p, whole)
			Compare(whole, p)
		}
	})
}

func FuzzOf(f *testing.F) {
	f.Add(headline, story())
	f.Add("", "1,")
	f.Fuzz(func(t *testing.T, title, body string) {
		if n := len(Of(title, body).Append(nil)); n > MaxPrint {
			t.Fatalf("%d bytes", n)
		}
	})
}

func sorted(bands []uint32) []uint32 {
	out := append([]uint32(nil), bands...)
	for i := range out {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

func BenchmarkOf(b *testing.B) {
	body := story()
	for b.Loop() {
		Of(headline, body)
	}
}

func TestHashesAreSorted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.SampledFrom([]int{0, fewHashes}).Draw(t, "least")
		hashes := rapid.SliceOfN(rapid.Uint32Range(0, shingleSpace-1), least, 4*fewHashes).Draw(t, "hashes")
		for i := range hashes {
			hashes[i] = uint32(mix(uint64(hashes[i])) % shingleSpace) // those drawn are small, most of them
		}
		want := slices.Clone(hashes)
		slices.Sort(want)
		got, spare := sort24(slices.Clone(hashes), make([]uint32, 3))
		require.Equal(t, want, got)
		again, _ := sort24(append(spare[:0], hashes...), got)
		require.Equal(t, want, again, "in memory that was used before")
	})
}
