import{m20_amend as e}from"./panel-75e4ef2749.js";export{e as a};
