package leftover

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatIsNoPartOfAStory(t *testing.T) {
	t.Parallel()
	for text := range strings.SplitSeq(`Advertisement
Article continues below this ad
Story continues below advertisement
— Continue Reading Below —
Related stories
DON'T MISS
Explore further
Read next:
More from The Quay Post
5 min read
Comments (17)
1.2K
Text size A A A
Share: Facebook Twitter WhatsApp Telegram
ada@quay.example @adaquay
https://quay.example/2026/03/05/ferry
Log in or register to post comments
Image 3 of 12
Watch: Drone video shows the ferry on the sandbank
ALSO READ | Fog closes the airport of Nordhafen for a second day
First published: 5 March 2026, 10:20 IST
Updated 11:40 AM EST, March 5, 2026
By Ida Brack, 5 March 2026 - 10:20
You’ve read 1 article in the last month
Yes, I’ll give $5 a month
We accept credit card, Apple Pay, and Google Pay.
If you enjoyed this story, follow me for more stories of the coast.
Have an opinion on this article? Write to letters@quay.example with your name and town.
Subscribe to our WhatsApp channel and get the news of the coast first.
Get Latest News Live on Quay.com along with Breaking News and Top Headlines from around the world.
Follow all the latest news on our website and app. Also follow us on Facebook and Instagram.
(This story has not been edited by Quay staff and is auto-generated from a syndicated feed.)
This audio is auto-generated. Please let us know if you have feedback.
The Quay is not responsible for the content of external sites.
Anzeige
Diesen Artikel teilen
Lesen Sie auch: Warum die Fahrrinne so gefährlich ist
Empfohlener redaktioneller Inhalt
An dieser Stelle finden Sie einen externen Inhalt von Twitter, der den Artikel ergänzt.
Quelle: dpa/jq
La suite après la publicité
Temps de lecture : 3 min
Article réservé à nos abonnés
À lire aussi : L’île que dessert un seul ferry
Le Quay avec AFP
Lea también: La isla a la que solo llega un ferri
Síguenos en Google News y no te pierdas nada
Suscríbete a nuestro boletín y recibe cada mañana las noticias más importantes
Ti potrebbe interessare
© RIPRODUZIONE RISERVATA
Ultimo aggiornamento: 5 Marzo 2026, 10:20
Continua após a publicidade
Czytaj też: Wyspa, na którą pływa tylko jeden prom
Dalszy ciąg materiału pod wideo
Źródło: PAP
Materiał chroniony prawem autorskim - wszelkie prawa zastrzeżone.
Читайте также: Остров, куда ходит один паром
Подписывайтесь на наш канал в Telegram, чтобы первыми узнавать главные новости
Нашли опечатку? Выделите текст и нажмите Ctrl+Enter
اقرأ أيضا: الجزيرة التي تصلها عبارة واحدة
اشترك في نشرتنا الإخبارية لتصلك أهم الأخبار كل صباح
الأكثر قراءة
ये भी पढ़ें: वह द्वीप जहां केवल एक नौका जाती है
हमारे व्हाट्सएप चैनल से जुड़ें और हर खबर सबसे पहले पाएं
この記事は有料記事です。残り1234文字
無断転載を禁じます
会員登録すると続きをお読みいただけます。
责任编辑：李明
版权声明：本文版权归原作者所有，未经许可不得转载。
扫码关注公众号
관련 기사`, "\n") {
		assert.True(t, Is(text), text)
	}
}

func TestWhatIsPartOfAStory(t *testing.T) {
	t.Parallel()
	for text := range strings.SplitSeq(`The ferry ran aground in heavy fog on Monday.
Subscribers of the operator got their money back.
“Follow us,” the pilot said on the radio, and the small boats did.
She told the court that she had followed him on Facebook for two years.
The union asked its members to sign up for the night shift.
Read by a million people a day, the paper fell silent on Monday.
Also, the weather was bad.
Watch out for the tide, the harbour master told the crews.
Video from the scene shows smoke above the deck.
The company updated its forecast on 5 March 2026 and its shares fell.
By March 5, 2026, all ferries must be inspected.
Advertisements for the ferry were taken down on Tuesday.
The newsletter went to 4,000 readers before anybody saw the mistake.
Third accident this year
What we know
Power and performance
* * *
___
Q: How old is the ship?
1984
Sie folgen uns nicht, sagte der Lotse.
Die Anzeige wurde am Montag zugestellt.
El alcalde pidió que la gente siga en casa.
Recibe el premio el martes en Madrid, dijo la academia.
Siga o no siga la tormenta, el puerto abrirá el lunes.
Il a suivi la route jusqu’au port.
Реклама парома была снята во вторник.
广告收入增长了三成，公司表示。
関連記事を書いた記者が表彰された。
Source: the minister knew of the plan, and said so. He will resign.
Correction, March 5: An earlier version of this article misstated the number of crew members.
Associated writers Jon Quay in Nordhafen and Ada Moor in London contributed to this report.`, "\n") {
		assert.False(t, Is(text), text)
	}
	require.False(t, Is(strings.Repeat("follow us on facebook and read on. ", 20)), "longer than such lines are")
}
