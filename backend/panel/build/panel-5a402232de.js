import{m155_useLoaded as o}from"./panel-4d4854bf78.js";export{o as a};
