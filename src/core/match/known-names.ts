import { keyOf } from './fold.ts';

/**
 * Acts whose name looks like a list of people. Split, the parts would answer for other artists. Shapes that betray themselves
 * ("X & the Ys") are recognised by rule and need no entry.
 */
const names = `
  Simon & Garfunkel; Hall & Oates; Daryl Hall & John Oates; Sonny & Cher; Ike & Tina Turner; Earth, Wind & Fire; Crosby, Stills & Nash;
  Crosby, Stills, Nash & Young; Emerson, Lake & Palmer; Emerson, Lake & Powell; Blood, Sweat & Tears; Peter, Paul & Mary;
  Peter, Bjorn & John; Tyler, The Creator; Seals & Crofts; Brooks & Dunn; Loggins & Messina; Big & Rich; Angus & Julia Stone; Dan + Shay;
  Matt & Kim; Above & Beyond; Chase & Status; Mumford & Sons; Sam & Dave; Ashford & Simpson; Peaches & Herb; Captain & Tennille;
  Eric B. & Rakim; Pete Rock & C.L. Smooth; Iron & Wine; Belle & Sebastian; She & Him; Tegan & Sara; Medeski, Martin & Wood;
  Coheed & Cambria; Of Mice & Men; Years & Years; Now, Now; Boy & Bear; Nico & Vinz; Kruder & Dorfmeister; Gilbert & Sullivan;
  Rodgers & Hammerstein; Lerner & Loewe; Chas & Dave; Robson & Jerome; Zager & Evans; Jan & Dean; Chad & Jeremy; Peter & Gordon;
  Mel & Kim; Althea & Donna; Womack & Womack; McFadden & Whitehead; Yarbrough & Peoples; Nice & Smooth; Foster & Allen; Flatt & Scruggs;
  Delaney & Bonnie; Santo & Johnny; Dick & Dee Dee; Paul & Paula; Tones and I; Aly & AJ; Meg & Dia; Maddie & Tae; Love and Theft;
  Sharon, Lois & Bram; Dave Dee, Dozy, Beaky, Mick & Tich; Stock, Aitken & Waterman; Jack & Jack; Ben&Ben; Sly & Robbie; Bob & Marcia;
  Pepsi & Shirlie; Milk & Sugar; Milk & Bone; Bill & Gloria Gaither; Amadou & Mariam; Rodrigo y Gabriela; Wisin & Yandel; Zion & Lennox;
  Alexis & Fido; Jowell & Randy; Angel & Khriz; Chino & Nacho; Jorge & Mateus; Bruno & Marrone; Simone & Simaria; Henrique & Juliano;
  Maiara & Maraisa; Mau y Ricky; Victor & Leo; Penny & Sparrow; Shovels & Rope; Drew & Ellie Holcomb; Bryan & Katie Torwalt;
  Rae & Christian; Smith & Burrows; Smith & Myers; Lennon & Maisy; Nina & Frederik; Layo & Bushwacka!; Blank & Jones; Gabriel & Dresden;
  Sunnery James & Ryan Marciano; Dimitri Vegas & Like Mike; Merk & Kremont; W&W; K-Ci & JoJo; Kool & the Gang; Rob Base & DJ E-Z Rock;
  DJ Jazzy Jeff & The Fresh Prince; Grandmaster Flash & The Furious Five; MC Miker G & DJ Sven; Method Man & Redman;
  Lambert, Hendricks & Ross; Nancy Sinatra & Lee Hazlewood; Ferrante & Teicher; Homer & Jethro; Mickey & Sylvia; Shirley & Lee;
  Inez & Charlie Foxx; Marvin & Johnny; Les Paul & Mary Ford; Dan & Claudia Zanes; Bell Biv DeVoe; Beck, Bogert & Appice;
  Hamilton, Joe Frank & Reynolds; West, Bruce & Laing; Souther, Hillman, Furay; Tilly & the Wall; Hootie & the Blowfish; Rhythm & Sound;
  Chloe x Halle; Tomorrow X Together; 10,000 Maniacs; Crosby & Nash; Page & Plant; Buckner & Garcia
`;

const keys: ReadonlySet<string> = new Set(names.split(';').map((name) => keyOf(name.trim())));

/** Is this the key of one act that must not be split? */
export const isOneAct = (key: string): boolean => keys.has(key);
