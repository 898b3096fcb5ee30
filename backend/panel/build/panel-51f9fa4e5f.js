import{m155_useLoaded as o}from"./panel-e36b937271.js";export{o as a};
