import{m156_useLoaded as o}from"./panel-bb6186186e.js";export{o as a};
