import{m20_amend as e}from"./panel-746b0a6e5a.js";export{e as a};
