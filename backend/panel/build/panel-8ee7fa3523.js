import{m21_amend as e}from"./panel-2516739aea.js";export{e as a};
