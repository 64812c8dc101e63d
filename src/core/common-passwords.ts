// The passwords that are tried first: those of at least eight characters that head the published
// lists of leaked ones, lower-case. Shorter ones are refused for their length.

const list = `
password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa55word pass1234
passwort passwort1 passwort123 motdepasse contraseña contrasena senha123 wachtwoord
12345678 123456789 1234567890 12345678910 123456789a 1234567891 0123456789 0987654321 987654321
87654321 1234567a 12341234 12344321 11223344 1122334455 123123123 123321123 123654789 147258369
159753456 147852369 741852963 789456123 963852741 11111111 111111111 1111111111 00000000 000000000
22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12121212 10203040 12312312
01234567 13131313 20202020 19841984 12345679 1234qwer 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc
q1w2e3r4 q1w2e3r4t5 zaq12wsx zaq1zaq1 qazwsxedc qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234
qwerty12345 qwerty123456 qwertz123 qwertzui qwertzuiop azertyui azertyuiop asdfghjk asdfghjkl
asdf1234 asdfasdf zxcvbnm1 zxcvbnm123 zxcvbnm, poiuytrewq abcd1234 abc12345 abc123456 a1234567
a12345678 a123456789 aa123456 aa12345678 abcdefgh abcdefghi abcdefg1 abcabcabc aaaaaaaa aaaaaaaaaa
iloveyou iloveyou1 iloveyou2 iloveyou123 ichliebedich jetaime1 teamomucho loveyou1 lovelove
sunshine sunshine1 princess princess1 football football1 baseball baseball1 basketball superman
superman1 spiderman batman123 starwars startrek pokemon1 pokemon123 minecraft nintendo playstation
michael1 michelle jennifer jessica1 charlie1 jonathan samantha alexander alexandra christian
christopher benjamin nicholas victoria veronica patricia elizabeth stephanie danielle
trustno1 letmein1 letmein123 welcome1 welcome123 willkommen changeme changeme1 changeme123 whatever
computer internet samsung1 facebook google123 administrator admin123 admin1234 admin12345 root1234
default1 guest123 test1234 testtest testing1 temp1234 secret123 geheim123 hallo123 hello123
hellohello monkey123 dragon123 master123 shadow123 killer123 killer12 mustang1 corvette mercedes
porsche911 ferrari1 chocolate cookie123 cheese123 butterfly rainbow1 flower123 blink182 metallica
slipknot liverpool liverpool1 chelsea1 arsenal1 manchester barcelona juventus fcbayern schalke04
borussia summer2023 summer2024 summer2025 summer2026 winter2023 winter2024 winter2025 winter2026
spring2024 spring2025 autumn2024 autumn2025 company123 business1 customer shopping1 orderloom
`;

export const commonPasswords: ReadonlySet<string> = new Set(list.trim().split(/\s+/));
