package frame_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/teleprinter/frame"
)

func header(line string) bool { return strings.HasPrefix(line, "hw0") }

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		data string
		want int
	}{
		{"\x01a\x02b\x03\x04", 1}, {"noise\x01a\x04\x00\x7f\r\n\x01b\x04", 2}, {"\x01a\x01\x04", 1}, {"\x01\x04\x01 \r\n", 0},
		{"hw01\ntext\nhw02\ntext", 2}, {"junk\nhw01\ntext", 1}, {"text", 0}, {"", 0},
	} {
		messages, n := frame.Split([]byte(c.data), header)
		require.Len(t, messages, c.want, "%q", c.data)
		require.Equal(t, c.want, n)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	now := time.Date(2024, 5, 3, 20, 0, 0, 0, time.UTC)
	parse := func(text string) frame.Message { return frame.Parse(text, now, time.UTC) }
	require.Equal(t, frame.Message{Header: []string{"h", "k"}, Text: []string{"a", "", "b"}, Trailer: []string{"031015"}, Framed: true},
		parse("h\r\nk\r\n\x02\x07a\r\n\r\nb\r\n\x03031015\x04rest"))
	require.Equal(t, frame.Message{Header: []string{"h"}, Text: []string{"k", "", "a"}, Trailer: []string{"031015 May 24"}},
		parse("ZCZC X\nh\nk\n\na\n\n031015 May 24\nNNNN\n"))
	require.Equal(t, frame.Message{Header: []string{"h"}, Text: []string{"a"}, Framed: true, Cut: true}, parse("h\x02a"))
	require.Equal(t, []string{"a", "", "b"}, parse("\x02a\r\rb").Text, "a CR alone ends a line")
	require.Equal(t, []string{"a", "b"}, parse("\x02a\r\r\nb").Text)
	require.Empty(t, parse("").Header)
}

func TestHeaderLine(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"\x16\x16\x01abc\r\nx": "abc", "\r\n\nabc\nx": "abc", "ZCZC 1\r\nabc": "abc", "": "", "\r\n": "",
	} {
		line, framed := frame.HeaderLine([]byte(data))
		require.Equal(t, want, line, "%q", data)
		require.Equal(t, strings.Contains(data, "\x01"), framed)
	}
}

func TestUTF16(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"\xff\xfea\x00b\x00c\x00d\x00e\x00", "\xef\xbb\xbfabcde", "abcde", "\x00a\x00b\x00c\x00d\x00e"} {
		got, err := frame.UTF16([]byte(data), "")
		require.NoError(t, err)
		require.Equal(t, "abcde", string(got), "%q", data)
	}
	fill := strings.Repeat("\x00", 20) + "abc"
	got, err := frame.UTF16([]byte(fill), "")
	require.NoError(t, err)
	require.Equal(t, fill, string(got), "fill characters are no UTF-16")
}
