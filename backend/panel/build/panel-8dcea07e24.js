import{m22_amend as e}from"./panel-bb6186186e.js";export{e as a};
