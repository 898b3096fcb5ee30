import{m20_amend as e}from"./panel-4d4854bf78.js";export{e as a};
