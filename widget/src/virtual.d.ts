declare module "virtual:firstline/loader-texts" {
  export interface Words {
    word: string;
    unread: string;
  }
  const texts: Record<string, Words>;
  export default texts;
}
